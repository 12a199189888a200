// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Foreign functions and memory: a call to the C library with a call back into Java, arenas, a mapped segment.
 *
 * @jdk 25
 */
final class ForeignMemory {
    private ForeignMemory() {}

    static int compare(MemorySegment a, MemorySegment b) {
        return Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
    }

    static void check() throws Throwable {
        var linker = Linker.nativeLinker();
        var strlen = linker.downcallHandle(linker.defaultLookup().findOrThrow("strlen"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            Expect.equal(5L, (long) strlen.invokeExact(arena.allocateFrom("hello")), "strlen");
            checkSort(linker, arena);
        }
        checkMapped();
    }

    private static void checkSort(Linker linker, Arena arena) throws Throwable {
        var pointer = ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
        var qsort = linker.downcallHandle(linker.defaultLookup().findOrThrow("qsort"),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        var compare = MethodHandles.lookup().findStatic(ForeignMemory.class, "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        var stub = linker.upcallStub(compare, FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, pointer), arena);
        var numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 3, 1, 2);
        qsort.invokeExact(numbers, 3L, 4L, stub);
        Expect.equal("[1, 2, 3]", java.util.Arrays.toString(numbers.toArray(ValueLayout.JAVA_INT)), "sorted by C");
    }

    private static void checkMapped() throws IOException {
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "segment", ".bin");
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var arena = Arena.ofShared()) {
            var segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192, arena);
            segment.set(ValueLayout.JAVA_LONG, 4096, 77);
            segment.force();
        }
        Expect.equal((byte) 77, Files.readAllBytes(path)[4096], "what the file holds");
        Files.delete(path);
    }
}
