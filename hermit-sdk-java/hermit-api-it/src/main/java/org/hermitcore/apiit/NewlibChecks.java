// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.hermitcore.bindings.NativeLibrary;
import org.hermitcore.bindings.internal.Compare;
import org.hermitcore.bindings.internal.Newlib;

/** newlib beside glibc in the JVM's process. */
final class NewlibChecks {
    private static final int THREADS = 8;
    private static final int ROUNDS = 400;
    private static final int ENOENT = 2;
    private static final int SEEK_END = 2;

    private NewlibChecks() {}

    /**
     * Both allocators and both error numbers at once, in many threads, while the JVM uses glibc's for direct buffers: blocks of
     * both libraries keep what was written into them, also when another thread frees them, and neither library's calls change
     * the error number of the other one, or that of another thread.
     */
    static void sideBySide() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    start.await();
                    BytePointer wrong = SideBySide.side_by_side(number, ROUNDS);
                    return wrong == null ? "" : wrong.getString();
                }));
            }
            while (!results.stream().allMatch(Future::isDone)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(10_000);
                Check.equal((byte) 0, buffer.get(9_999), "last byte of a direct buffer");
            }
            for (Future<String> result : results) {
                Check.equal("", result.get(), "what is wrong");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** An error number set by a thread is there in its next call, whatever other threads set meanwhile. */
    static void errorNumbers() throws Exception {
        NativeLibrary.load(Newlib.class);
        Newlib.errno_set(7);
        Check.inThread("other", () -> {
            Check.equal(0, Newlib.errno(), "error number of a new thread");
            Newlib.errno_set(8);
            Check.equal(8, Newlib.errno(), "error number of the other thread");
        });
        Check.equal(7, Newlib.errno(), "error number of the first thread");
    }

    static void strings() {
        NativeLibrary.load(Newlib.class);
        Check.equal(6L, Newlib.strlen("hermit"), "strlen");
        Check.that(Newlib.strcmp("a", "b") < 0 && Newlib.strncmp("ab", "ac", 1) == 0, "strcmp, strncmp");
        Check.equal("No such file or directory", Newlib.strerror(ENOENT).getString(), "strerror");
        try (BytePointer text = new BytePointer("kernel")) {
            Check.equal("nel", Newlib.strstr(text, new BytePointer("nel")).getString(), "strstr");
            Newlib.memmove(text.getPointer(1), text, 5);
            Check.equal("kkerne", text.getString(), "memmove");
        }
    }

    static void numbers() {
        NativeLibrary.load(Newlib.class);
        Check.equal(0.001, Newlib.strtod("1e-3"), "strtod");
        byte[] text = new byte[32];
        Check.equal(5, Newlib.format(text, text.length, "%.3f", 2.0 / 3), "length");
        Check.equal("0.667", new String(text, 0, 5, StandardCharsets.UTF_8), "text");
        Check.equal(10L, Newlib.strftime(text, text.length, "%Y-%m-%d", 86_400L * 365), "length");
        Check.equal("1971-01-01", new String(text, 0, 10, StandardCharsets.UTF_8), "text");
        Check.equal(Math.atan2(1, -1), Newlib.atan2(1, -1), "atan2");
        Check.equal(5.0, Newlib.hypot(3, 4), "hypot");
        Check.that(Math.abs(Newlib.tgamma(5) - 24) < 1e-13, "tgamma");
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
            try (IntPointer key = new IntPointer(new int[] {numbers[1234]})) {
                Pointer found = Newlib.bsearch(key, elements, numbers.length, Integer.BYTES, ascending);
                Check.equal(elements.address() + 1234L * Integer.BYTES, found.address(), "what bsearch finds");
            }
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
        read(file);
        Check.equal(0, Newlib.remove(file.toString()), "remove");
        Check.that(!Files.exists(file), "the file is gone");
        Check.that(Newlib.fopen(file.toString(), "r") == null, "no stream of a file that is gone");
        Check.equal(ENOENT, Newlib.errno(), "errno");
    }

    private static void read(Path file) {
        Pointer stream = Newlib.fopen(file.toString(), "r");
        Check.equal(0, Newlib.fseek(stream, -7, SEEK_END), "fseek");
        Check.equal(11L, Newlib.ftell(stream), "ftell");
        byte[] line = new byte[32];
        Check.that(Newlib.fgets(line, line.length, stream) != null, "a line");
        Check.equal("newlib\n", new String(line, 0, 7, StandardCharsets.UTF_8), "the line");
        Check.that(Newlib.fgets(line, line.length, stream) == null, "no other line");
        Check.that(Newlib.feof(stream) != 0 && Newlib.ferror(stream) == 0, "end of file");
        Check.equal(0, Newlib.fclose(stream), "fclose");
    }

    /** Both libraries write to the process's own descriptor 1; run.sh looks for the line. */
    static void standardOutput() {
        NativeLibrary.load(Newlib.class);
        System.out.flush();
        Check.that(Newlib.fputs("# newlib writes to standard output\n", Newlib.stdout()) >= 0, "fputs");
        Check.equal(0, Newlib.fflush(Newlib.stdout()), "fflush");
        Pointer stream = Newlib.fdopen(1, "w");
        Check.that(Newlib.fputs("# newlib writes to descriptor 1\n", stream) >= 0, "fputs");
        Check.equal(0, Newlib.fflush(stream), "fflush");
    }
}
