// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hermitcore.api.Core;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.Topology;
import org.hermitcore.api.spi.NativeCalls;

/**
 * Which thread holds which core. A thread holds at most one core, a core is held by at most one thread. What a thread held that
 * has ended is free: an isle's kernel has taken the core back then, and on Linux the mask is gone with the thread.
 */
public final class CoreHolds {
    /** Longs of a mask for 8192 cores, the most that Linux can be built for on x86-64. */
    private static final int MASK = 8192 / Long.SIZE;

    private final Machine machine;
    private final Map<Integer, Hold> byCore = new TreeMap<>(); // guarded by this, as the next two
    private final Set<Integer> pinnedOnLinux = new HashSet<>(); // cores that threads were pinned to, ever
    private long[] firstMask; // Linux: of the first thread that was pinned, before it was

    CoreHolds(Machine machine) {
        this.machine = machine;
    }

    /** How a core is held ({@code enum hermit_core_hold}). */
    public enum Kind {
        PINNED(1, "pinned to core %d"),
        QUIET(3, "given core %d to keep quiet");

        private final int number;
        private final String phrase;

        Kind(int number, String phrase) {
            this.number = number;
            this.phrase = phrase;
        }

        private String phrase(int core) {
            return String.format(phrase, core);
        }
    }

    /** A core that a thread holds, until it is released. */
    public static final class Hold {
        private final int core;
        private final Kind kind;
        private final Thread owner;
        private final long[] before; // Linux: cores that the owner may run on otherwise

        private Hold(int core, Kind kind, Thread owner, long[] before) {
            this.core = core;
            this.kind = kind;
            this.owner = owner;
            this.before = before;
        }

        public int core() {
            return core;
        }

        public Thread owner() {
            return owner;
        }
    }

    /** Moves the calling thread to a core. */
    public synchronized Hold acquire(int core, Kind kind) {
        NativeCalls calls = calls(kind);
        int number = machine.topology().core(core).number();
        checkCaller(kind.phrase(number));
        Hold other = byCore.get(number);
        if (other != null) {
            throw new IllegalStateException(
                    "thread '" + callerName() + "' cannot be " + kind.phrase(number) + ": " + describe(other));
        }
        int result = tryHold(calls, number, kind);
        if (result < 0) {
            throw new IsleException(-result, refusal(number, kind));
        }
        return byCore.get(number);
    }

    /** Moves the calling thread to a free core of these, the highest one that can be had; core 0 has most to do elsewhere. */
    public synchronized Optional<Hold> acquireAny(Predicate<Core> wanted, Kind kind) {
        NativeCalls calls = calls(kind);
        checkCaller("given a core");
        List<Core> candidates = new ArrayList<>(machine.topology().cores());
        Collections.reverse(candidates);
        for (Core core : candidates) {
            if (!byCore.containsKey(core.number()) && wanted.test(core)) {
                int result = tryHold(calls, core.number(), kind);
                if (result >= 0) {
                    return Optional.of(byCore.get(core.number()));
                }
                if (result != -Errno.EBUSY && result != -Errno.EINVAL) {
                    throw new IsleException(-result, refusal(core.number(), kind));
                }
            }
        }
        return Optional.empty();
    }

    /** Gives a core back; only its owner can. */
    public synchronized void release(Hold hold) {
        Thread caller = Thread.currentThread();
        if (hold.owner != caller) {
            throw new IllegalStateException("thread '" + caller.getName() + "' cannot release core " + hold.core
                    + ": it is held by thread '" + hold.owner.getName() + "', which alone can release it");
        }
        if (byCore.get(hold.core) != hold) {
            throw new IllegalStateException("core " + hold.core + " was released already");
        }
        NativeCalls calls = calls(hold.kind);
        Machine.check(
                machine.isIsle() ? calls.release() : calls.linuxSetAffinity(hold.before),
                "core " + hold.core + " cannot be given back");
        byCore.remove(hold.core);
    }

    public synchronized boolean isHeld(Hold hold) {
        return byCore.get(hold.core) == hold && hold.owner.isAlive();
    }

    /** The cores there are and who holds them, for messages. */
    public synchronized String state() {
        Topology topology = machine.topology();
        String holders = byCore.values().stream().map(CoreHolds::describe).collect(Collectors.joining(", "));
        return "the cores are " + CpuList.format(topology.coreNumbers()) + ", "
                + (holders.isEmpty() ? "none is held" : holders);
    }

    private NativeCalls calls(Kind kind) {
        return kind == Kind.QUIET ? machine.isleCalls("QuietCore") : machine.calls("CoreLock");
    }

    private void checkCaller(String phrase) {
        Thread caller = Thread.currentThread();
        if (VirtualThreads.isVirtual(caller)) {
            throw new IllegalStateException("virtual thread '" + caller.getName() + "' cannot be " + phrase
                    + ": it has no core of its own; use a platform thread");
        }
        byCore.values().removeIf(hold -> !hold.owner.isAlive());
        for (Hold hold : byCore.values()) {
            if (hold.owner == caller) {
                throw new IllegalStateException("thread '" + caller.getName() + "' cannot be " + phrase
                        + ": it holds core " + hold.core + " already; close that first");
            }
        }
    }

    private int tryHold(NativeCalls calls, int core, Kind kind) {
        long[] before = null;
        int result;
        if (machine.isIsle()) {
            result = calls.hold(core, kind.number);
        } else {
            before = linuxAffinity(calls);
            result = pinOnLinux(calls, core, before);
        }
        if (result >= 0) {
            byCore.put(core, new Hold(core, kind, Thread.currentThread(), before));
        }
        return result;
    }

    /** Also where the machine has the core: what the thread was not allowed before, it does not get by a lock. */
    private int pinOnLinux(NativeCalls calls, int core, long[] allowed) {
        if (!CpuList.ofMask(allowed).contains(core)) {
            return -Errno.EINVAL;
        }
        long[] mask = new long[allowed.length];
        mask[core / Long.SIZE] = 1L << core;
        pinnedOnLinux.add(core);
        return calls.linuxSetAffinity(mask);
    }

    /**
     * Cores that the caller may run on. What a thread was started with by one that was pinned is no wish of anybody: it counts as
     * if it had been started before.
     */
    private long[] linuxAffinity(NativeCalls calls) {
        long[] mask = new long[MASK];
        int bytes = Machine.check(calls.linuxAffinity(mask), "the cores of a thread cannot be asked for");
        mask = Arrays.copyOf(mask, (bytes + Long.BYTES - 1) / Long.BYTES);
        if (firstMask == null) {
            firstMask = mask;
        }
        List<Integer> cores = CpuList.ofMask(mask);
        return cores.size() == 1 && pinnedOnLinux.contains(cores.get(0)) ? firstMask : mask;
    }

    private String refusal(int core, Kind kind) {
        String start = "thread '" + callerName() + "' cannot be " + kind.phrase(core) + ": ";
        if (!machine.isIsle()) {
            return start + "Linux allows it " + CpuList.format(CpuList.ofMask(linuxAffinity(calls(kind))));
        }
        return start
                + (kind == Kind.QUIET
                        ? "another thread may run nowhere else, or no core would remain for the other threads; "
                                + state()
                        : "native code holds or has reserved it; " + state());
    }

    private static String describe(Hold hold) {
        return "core " + hold.core + " is held by thread '" + hold.owner.getName() + "'";
    }

    private static String callerName() {
        return Thread.currentThread().getName();
    }
}
