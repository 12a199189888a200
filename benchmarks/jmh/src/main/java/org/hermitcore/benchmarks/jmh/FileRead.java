// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reads a file in memory, by system calls and through a mapping. Both sum up what they read, eight bytes at a time. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FileRead extends Suite {
    private static final int BUFFER = 64 * 1024;

    /** A tmpfs, on Linux and on an isle. */
    @Param("/dev/shm")
    public String folder;

    /** Of the file; a multiple of 64 KiB. */
    @Param("8388608")
    public int length;

    private Path file;
    private FileChannel channel;
    private MappedByteBuffer mapping;
    private ByteBuffer buffer;
    private long expected;

    @Setup
    public void write() throws IOException {
        byte[] bytes = new byte[length];
        new SplittableRandom(8).nextBytes(bytes);
        file = Files.createTempFile(Path.of(folder), "file-read", null);
        Files.write(file, bytes);
        expected = sum(ByteBuffer.wrap(bytes));
        channel = FileChannel.open(file);
        mapping = channel.map(MapMode.READ_ONLY, 0, length);
        buffer = ByteBuffer.allocateDirect(BUFFER);
    }

    private static long sum(ByteBuffer bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.limit(); i += Long.BYTES) {
            sum += bytes.getLong(i);
        }
        return sum;
    }

    @Benchmark
    public long read(Bytes counter) throws IOException {
        long sum = 0;
        for (long position = 0; position < length; position += BUFFER) {
            buffer.clear();
            check(channel.read(buffer, position) == BUFFER, "a part of a file");
            sum += sum(buffer);
        }
        check(sum == expected, "the sum of a file that was read");
        counter.bytes += length;
        return sum;
    }

    @Benchmark
    public long mapped(Bytes counter) {
        long sum = sum(mapping);
        check(sum == expected, "the sum of a file that was mapped");
        counter.bytes += length;
        return sum;
    }

    @TearDown
    public void delete() throws IOException {
        channel.close();
        Files.delete(file);
    }
}
