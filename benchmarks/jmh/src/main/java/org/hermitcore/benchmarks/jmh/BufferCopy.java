// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Copies bytes from one buffer to another, on the heap and outside of it. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BufferCopy extends Suite {
    @Param("1048576")
    public int length;

    private ByteBuffer heap;
    private ByteBuffer direct;
    private ByteBuffer heapCopy;
    private ByteBuffer directCopy;
    private ByteBuffer copy;

    @Setup
    public void allocate() {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        heap = ByteBuffer.wrap(bytes);
        direct = ByteBuffer.allocateDirect(length).put(bytes).clear();
        heapCopy = ByteBuffer.allocate(length);
        directCopy = ByteBuffer.allocateDirect(length);
    }

    private ByteBuffer copy(ByteBuffer from, ByteBuffer to, Bytes counter) {
        copy = to.put(0, from, 0, length);
        counter.bytes += 2L * length;
        return copy;
    }

    @Benchmark
    public ByteBuffer heapToHeap(Bytes counter) {
        return copy(heap, heapCopy, counter);
    }

    @Benchmark
    public ByteBuffer heapToDirect(Bytes counter) {
        return copy(heap, directCopy, counter);
    }

    @Benchmark
    public ByteBuffer directToHeap(Bytes counter) {
        return copy(direct, heapCopy, counter);
    }

    @Benchmark
    public ByteBuffer directToDirect(Bytes counter) {
        return copy(direct, directCopy, counter);
    }

    @TearDown
    public void check() {
        check(copy.mismatch(heap) < 0 && direct.mismatch(heap) < 0, "a copy of a buffer");
    }
}
