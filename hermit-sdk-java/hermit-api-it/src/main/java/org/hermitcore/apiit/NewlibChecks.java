// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.hermitcore.bindings.NativeLibrary;
import org.hermitcore.bindings.internal.Compare;
import org.hermitcore.bindings.internal.Hermit;
import org.hermitcore.bindings.internal.Newlib;

/** newlib beside glibc in the JVM's process, on an isle. */
final class NewlibChecks {
    private static final int THREADS = 4;
    private static final int ROUNDS = 2000;
    private static final int BLOCKS = 16;
    private static final int ENOENT = 2;

    private NewlibChecks() {}

    /**
     * Both allocators and both error numbers at once, in several threads: blocks of both libraries keep what was written into
     * them, and neither library's calls change the error number of the other one, or that of another thread.
     */
    static void sideBySide() throws Exception {
        NativeLibrary.load(Newlib.class);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                try {
                    start.await();
                    mix(number);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("a thread failed", failure.get());
        }
    }

    private static void mix(int number) {
        SplittableRandom random = new SplittableRandom(number);
        Pointer[] newlib = new Pointer[BLOCKS];
        Pointer[] glibc = new Pointer[BLOCKS];
        int[] sizes = new int[BLOCKS];
        for (int round = 0; round < ROUNDS; round++) {
            int i = random.nextInt(BLOCKS);
            if (newlib[i] != null) {
                checkBlock(newlib[i], sizes[i], number + i);
                checkBlock(glibc[i], sizes[i], number + i + 100);
                Newlib.free(newlib[i]);
                Pointer.free(glibc[i]);
            }
            sizes[i] = 1 + random.nextInt(random.nextInt(10) == 0 ? 300_000 : 500);
            newlib[i] = block(Newlib.malloc(sizes[i]), sizes[i], number + i);
            glibc[i] = block(Pointer.malloc(sizes[i]), sizes[i], number + i + 100);
            checkErrors(1000 + number * ROUNDS + round);
        }
        for (int i = 0; i < BLOCKS; i++) {
            Newlib.free(newlib[i]);
            Pointer.free(glibc[i]);
        }
    }

    private static Pointer block(Pointer memory, int size, int value) {
        Check.that(memory != null && !memory.isNull(), "memory of " + size + " bytes");
        return Pointer.memset(memory, value, size);
    }

    private static void checkBlock(Pointer memory, int size, int value) {
        BytePointer bytes = new BytePointer(memory);
        Check.equal((byte) value, bytes.get(0), "first byte");
        Check.equal((byte) value, bytes.get(size / 2), "byte in the middle");
        Check.equal((byte) value, bytes.get(size - 1), "last byte");
    }

    /** newlib's number is this thread's, and glibc's calls leave it alone; the other way round in one native call. */
    private static void checkErrors(int number) {
        Newlib.errno_set(number);
        Check.that(Hermit.hermit_linux_affinity(new long[0], 0) < 0, "glibc fails"); // which sets glibc's
        Check.equal(number, Newlib.errno(), "newlib's error number");
        Check.equal(0, Newlib.errno_unchanged(), "change of glibc's error number by newlib");
    }

    static void numbers() {
        NativeLibrary.load(Newlib.class);
        Check.equal(0.001, Newlib.strtod("1e-3"), "strtod");
        byte[] text = new byte[32];
        Check.equal(5, Newlib.format(text, text.length, "%.3f", 2.0 / 3), "length");
        Check.equal("0.667", new String(text, 0, 5, StandardCharsets.UTF_8), "text");
        Check.equal(10L, Newlib.strftime(text, text.length, "%Y-%m-%d", 86_400L * 365), "length");
        Check.equal("1971-01-01", new String(text, 0, 10, StandardCharsets.UTF_8), "text");
        Check.that(Math.abs(Newlib.time() - System.currentTimeMillis() / 1000) <= 2, "time");
    }

    static void sort() {
        NativeLibrary.load(Newlib.class);
        int[] numbers = new SplittableRandom(1).ints(5000).toArray();
        int[] expected = numbers.clone();
        Arrays.sort(expected);
        try (IntPointer elements = new IntPointer(numbers);
                Compare ascending = new Ascending()) {
            Newlib.qsort(elements, numbers.length, Integer.BYTES, ascending);
            elements.get(numbers);
        }
        Check.that(Arrays.equals(expected, numbers), "sorted");
    }

    private static final class Ascending extends Compare {
        @Override
        public int call(Pointer a, Pointer b) {
            return Integer.compare(new IntPointer(a).get(), new IntPointer(b).get());
        }
    }

    static void streams() throws Exception {
        NativeLibrary.load(Newlib.class);
        Path file = Files.createTempFile("newlib", ".txt");
        Pointer stream = Newlib.fopen(file.toString(), "w");
        Check.that(stream != null, "a stream: " + Newlib.errno());
        Check.that(Newlib.fputs("written by newlib\n", stream) >= 0, "fputs");
        Check.equal(0, Newlib.fclose(stream), "fclose");
        Check.equal("written by newlib\n", Files.readString(file), "what Java reads");
        Files.delete(file);
        Check.that(Newlib.fopen(file.toString(), "r") == null, "no stream of a file that is gone");
        Check.equal(ENOENT, Newlib.errno(), "errno");
    }
}
