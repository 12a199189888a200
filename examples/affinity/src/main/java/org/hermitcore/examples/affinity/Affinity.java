// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.affinity;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.hermitcore.api.Core;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.CoreLock;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.QuietCore;
import org.hermitcore.api.Topology;
import org.hermitcore.api.Tsc;

/**
 * Looks at the clock over and over, first wherever the scheduler likes, then pinned to a core, then on a quiet core, and prints
 * how long it was kept from looking. Meanwhile other threads sleep and wake. On Linux there are no quiet cores: it says so.
 *
 * <p>Exit status 0 where the kernel kept its promises (a pinned thread stays on its core, neither timer nor device interrupts a
 * quiet core), else 1. Argument: {@code [MILLISECONDS]} for each part, by default 500.
 */
public final class Affinity {
    private static final int MAX = 60_000;

    private final PrintStream out;
    private final long nanos;
    private boolean isBroken;

    Affinity(PrintStream out, int milliseconds) {
        this.out = out;
        this.nanos = milliseconds * 1_000_000L;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int status;
        try {
            status = new Affinity(System.out, parse(arguments)).run() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("affinity: " + e.getMessage() + "; usage: affinity [MILLISECONDS]");
            status = 2;
        }
        System.exit(status);
    }

    /** Whether all promises were kept. */
    boolean run() throws InterruptedException {
        Optional<Isle> isle = Isle.current();
        Topology topology = Isle.topology();
        out.printf(
                "%s: %d cores, %d NUMA nodes%n",
                isle.map(i -> "isle " + i.number() + " (" + i.kind() + ", " + i.name() + ")")
                        .orElse("Linux, no isle"),
                topology.cores().size(),
                topology.nodes().size());
        for (Core core : topology.cores()) {
            out.printf(
                    "  core %d: node %d, socket %d, physical core %d, thread %d%n",
                    core.number(), core.node(), core.socket(), core.physical(), core.thread());
        }
        Restless others = new Restless(topology.cores().size());
        try {
            Gaps.measure(nanos / 2, -1); // has the method compiled
            report("anywhere", Gaps.measure(nanos, -1));
            measurePinned();
            measureQuiet(isle.isPresent());
        } finally {
            others.stop();
        }
        return !isBroken;
    }

    private void measurePinned() {
        try (CoreLock lock = CoreLock.acquire()) {
            Gaps gaps = Gaps.measure(nanos, lock.core());
            report("pinned to core " + lock.core(), gaps);
            require(gaps.strayed() == 0, "the thread ran elsewhere " + gaps.strayed() + " times");
        }
    }

    private void measureQuiet(boolean isIsle) {
        if (!isIsle) {
            out.println("quiet core: " + refusal());
            return;
        }
        if (Isle.topology().cores().size() < 2) {
            out.println(
                    "quiet core: needs an isle of 2 cores or more, one remains for the other threads: set HERMIT_CORES=2");
            return;
        }
        try (QuietCore quiet = QuietCore.acquire()) {
            CoreCounters before = CoreCounters.of(quiet.core());
            Gaps gaps = Gaps.measure(nanos, quiet.core());
            CoreCounters passed = CoreCounters.of(quiet.core()).minus(before);
            report("quiet on core " + quiet.core(), gaps);
            print(passed);
            require(
                    passed.timerInterrupts() == 0 && passed.deviceInterrupts() == 0,
                    "timer or devices interrupted the quiet core");
        }
        for (CoreCounters counters : CoreCounters.all()) {
            out.printf("since the start, core %d:%n", counters.core());
            print(counters);
        }
    }

    /** What the API says where there is no isle. */
    private static String refusal() {
        try (QuietCore quiet = QuietCore.acquire()) {
            throw new IllegalStateException("core " + quiet.core() + " is quiet, and this is no isle");
        } catch (IsleException e) {
            return e.getMessage();
        }
    }

    private void report(String what, Gaps gaps) {
        out.printf(
                "%-18s longest gap %9.1f us, %6d gaps over %d us, seen on cores %s%n",
                what + ":", Tsc.toNanos(gaps.longest()) / 1e3, gaps.count(), Gaps.LIMIT_NANOS / 1000, gaps.cores());
    }

    private void print(CoreCounters counters) {
        out.printf(
                "  switches %d, interrupts %d: timer %d, devices %d, reschedules %d, TLB %d; page faults %d, idle %d ms%n",
                counters.switches(),
                counters.interrupts(),
                counters.timerInterrupts(),
                counters.deviceInterrupts(),
                counters.reschedules(),
                counters.tlbInterrupts(),
                counters.pageFaults(),
                counters.idleNanos() / 1_000_000);
    }

    private void require(boolean isTrue, String complaint) {
        if (!isTrue) {
            out.println("BROKEN PROMISE: " + complaint);
            isBroken = true;
        }
    }

    static int parse(String[] arguments) {
        if (arguments.length == 0) {
            return 500;
        }
        try {
            int value = Integer.parseInt(arguments[0]);
            if (value >= 10 && value <= MAX) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new IllegalArgumentException(
                "'" + arguments[0] + "' in " + List.of(arguments) + " is not a number from 10 to " + MAX);
    }
}
