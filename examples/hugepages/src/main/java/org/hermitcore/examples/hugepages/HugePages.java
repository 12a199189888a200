// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.PageSize;

/**
 * Reads numbers at random places, from an ordinary direct buffer and from memory of 4 KiB and 2 MiB pages, and prints what one
 * read costs. A processor knows the addresses of some thousand pages at most; random reads from more of them pay for looking
 * them up. On Linux there is no memory of huge pages to ask for: it says so.
 *
 * <p>Exit status 0 where all sums are right, else 1. Arguments: {@code [MIB [MILLION-READS]]}, by default 128 and 4; MIB is
 * a power of two.
 */
public final class HugePages {
    /** The best of these counts: others were disturbed. */
    private static final int ROUNDS = 5;

    private static final int MAX_MEBIBYTES = 1024;
    private static final int MAX_READS = 1000;

    private final PrintStream out;
    private final int numbers;
    private final int reads;
    private boolean isWrong;

    HugePages(PrintStream out, int mebibytes, int millionReads) {
        this.out = out;
        this.numbers = mebibytes << 17;
        this.reads = millionReads * 1_000_000;
    }

    public static void main(String[] arguments) {
        int status;
        try {
            int mebibytes = parse(arguments, 0, 128, MAX_MEBIBYTES);
            int reads = parse(arguments, 1, 4, MAX_READS);
            if (Integer.bitCount(mebibytes) != 1) {
                throw new IllegalArgumentException("'" + mebibytes + "' is not a power of two");
            }
            status = new HugePages(System.out, mebibytes, reads).run() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("hugepages: " + e.getMessage() + "; usage: hugepages [MIB [MILLION-READS]]");
            status = 2;
        }
        System.exit(status);
    }

    /** Whether all sums were right. */
    boolean run() {
        out.printf("%d random reads from %d MiB%n", reads, numbers >> 17);
        ByteBuffer direct = ByteBuffer.allocateDirect(numbers * Long.BYTES).order(ByteOrder.nativeOrder());
        double plain = measure("direct buffer", direct);
        double small = measure(PageSize.SIZE_4K);
        double huge = measure(PageSize.SIZE_2M);
        if (huge > 0) {
            out.printf("direct buffer / 2 MiB pages: %.2f%n", plain / huge);
            out.printf("4 KiB pages / 2 MiB pages:   %.2f%n", small / huge);
        }
        return !isWrong;
    }

    /** Nanoseconds a read, 0 where there is no such memory. */
    private double measure(PageSize page) {
        String what = "pages of " + (page.bytes() >> 10) + " KiB";
        try (IsleMemory memory =
                IsleMemory.builder((long) numbers * Long.BYTES).pageSize(page).build()) {
            return measure(what, memory.buffer());
        } catch (IsleException e) {
            out.printf("%-18s %s%n", what + ":", e.getMessage());
            return 0;
        }
    }

    private double measure(String what, ByteBuffer buffer) {
        for (int i = 0; i < numbers; i++) {
            buffer.putLong(i * Long.BYTES, value(i));
        }
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            sum = sum(buffer, numbers, reads);
            best = Math.min(best, System.nanoTime() - start);
        }
        boolean isRight = sum == expectedSum(numbers, reads);
        isWrong |= !isRight;
        double nanos = (double) best / reads;
        out.printf("%-18s %8.2f ns a read, sum %s%n", what + ":", nanos, isRight ? "right" : "WRONG");
        return nanos;
    }

    /** What place i has: no place has the number of another one. */
    static long value(int i) {
        return i * 0x9e3779b97f4a7c15L;
    }

    /** Random, but always the same: each place from the one before (Knuth, TAOCP 3.3.4; constants of MMIX). */
    private static long next(long state) {
        return state * 6364136223846793005L + 1442695040888963407L;
    }

    private static int place(long state, int numbers) {
        return (int) (state >>> 33) & numbers - 1;
    }

    static long sum(ByteBuffer buffer, int numbers, int reads) {
        long sum = 0;
        long state = 1;
        for (int i = 0; i < reads; i++) {
            state = next(state);
            sum += buffer.getLong(place(state, numbers) * Long.BYTES);
        }
        return sum;
    }

    /** The same without memory. */
    static long expectedSum(int numbers, int reads) {
        long sum = 0;
        long state = 1;
        for (int i = 0; i < reads; i++) {
            state = next(state);
            sum += value(place(state, numbers));
        }
        return sum;
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
