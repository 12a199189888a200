// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.PageSize;

/**
 * Reads numbers at random places, from an ordinary direct buffer and from memory of 4 KiB and 2 MiB pages, by turns, and prints
 * what allocation, the first write of every place and one read cost. A processor knows the addresses of some thousand pages at
 * most; random reads from more of them pay for looking them up. On Linux there is no memory of huge pages to ask for: it says
 * so.
 *
 * <p>Exit status 0 where all sums are right, else 1. Arguments: {@code [MIB [MILLION-READS]]}, by default 64 and 4; MIB is
 * a power of two.
 */
public final class HugePages {
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 30;

    private static final int MAX_MEBIBYTES = 1024;
    private static final int MAX_READS = 1000;

    private final PrintStream out;
    private final int mebibytes;
    private final int reads;

    HugePages(PrintStream out, int mebibytes, int millionReads) {
        this.out = out;
        this.mebibytes = mebibytes;
        this.reads = millionReads * 1_000_000;
    }

    public static void main(String[] arguments) {
        int status = 0;
        try {
            int mebibytes = parse(arguments, 0, 64, MAX_MEBIBYTES);
            int reads = parse(arguments, 1, 4, MAX_READS);
            if (Integer.bitCount(mebibytes) != 1) {
                throw new IllegalArgumentException("'" + mebibytes + "' is not a power of two");
            }
            new HugePages(System.out, mebibytes, reads).run();
        } catch (IllegalArgumentException e) {
            System.err.println("hugepages: " + e.getMessage() + "; usage: hugepages [MIB [MILLION-READS]]");
            status = 2;
        } catch (IllegalStateException e) {
            System.err.println("hugepages: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /** An IllegalStateException where a sum is wrong. */
    void run() {
        RandomReads random = new RandomReads(mebibytes << 17, reads);
        out.printf("%d rounds of %d random reads from %d MiB%n", ROUNDS, reads, mebibytes);
        if (Processor.isEmulated()) {
            out.println(
                    "The processor is emulated (TCG): it has no TLB as a real one has, so what a read costs says nothing"
                            + " about pages; page faults are right.");
        }
        warmUp();
        List<Candidate> candidates = allocate(random);
        try {
            measure(candidates, random);
            report(candidates);
        } finally {
            candidates.forEach(Candidate::close);
        }
    }

    /** With small buffers: it has classes loaded and code compiled, and touches none of the memory that is measured. */
    private static void warmUp() {
        RandomReads few = new RandomReads(1 << 14, 100_000);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            try (Candidate direct = Candidate.direct(few);
                    Candidate paged = Candidate.ofPages(PageSize.SIZE_4K, few)) {
                direct.measure(few);
                paged.measure(few);
            }
        }
    }

    private List<Candidate> allocate(RandomReads random) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(Candidate.direct(random));
        for (PageSize page : List.of(PageSize.SIZE_4K, PageSize.SIZE_2M)) {
            try {
                candidates.add(Candidate.ofPages(page, random));
            } catch (IsleException e) {
                out.printf("%-18s %s%n", Candidate.nameOf(page) + ":", e.getMessage());
            }
        }
        return candidates;
    }

    /** By turns, so that what disturbs the machine for a while disturbs all. */
    private static void measure(List<Candidate> candidates, RandomReads random) {
        for (int round = 0; round < ROUNDS; round++) {
            candidates.forEach(candidate -> candidate.measure(random));
        }
    }

    private void report(List<Candidate> candidates) {
        out.printf("%-18s %18s %18s %19s%n", "", "allocation", "first write", "ns a read");
        out.printf("%-18s %9s %8s %9s %8s %9s %9s%n", "", "ms", "faults", "ms", "faults", "minimum", "median");
        candidates.forEach(candidate -> out.println(candidate.line()));
        Candidate last = candidates.get(candidates.size() - 1);
        if (candidates.size() == 3) {
            out.printf(
                    Locale.ROOT,
                    "median of direct buffer / 2 MiB pages: %.2f, of 4 KiB pages / 2 MiB pages: %.2f%n",
                    candidates.get(0).median() / last.median(),
                    candidates.get(1).median() / last.median());
        }
    }

    private static int parse(String[] arguments, int index, int otherwise, int max) {
        if (index >= arguments.length) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(arguments[index]);
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new IllegalArgumentException("'" + arguments[index] + "' is not a number from 1 to " + max);
    }
}
