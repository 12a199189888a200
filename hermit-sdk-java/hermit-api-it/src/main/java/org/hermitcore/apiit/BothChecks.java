// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.hermitcore.api.Cache;
import org.hermitcore.api.Core;
import org.hermitcore.api.CoreLock;
import org.hermitcore.api.CoreStrategy;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.Topology;
import org.hermitcore.api.Tsc;
import org.hermitcore.bindings.IslePointers;

/** What is the same on Linux and on an isle. */
final class BothChecks {
    static final List<Map.Entry<String, Check>> ALL = List.of(
            Map.entry("topology", BothChecks::topology),
            Map.entry("lock", BothChecks::lock),
            Map.entry("lock-wrong-use", BothChecks::lockWrongUse),
            Map.entry("lock-virtual-thread", BothChecks::lockVirtualThread),
            Map.entry("lock-strategies", BothChecks::lockStrategies),
            Map.entry("small-pages", BothChecks::smallPages),
            Map.entry("memory-wrong-use", BothChecks::memoryWrongUse),
            Map.entry("tsc", BothChecks::tsc),
            Map.entry("newlib-beside-glibc", NewlibChecks::sideBySide),
            Map.entry("newlib-error-numbers", NewlibChecks::errorNumbers),
            Map.entry("newlib-strings", NewlibChecks::strings),
            Map.entry("newlib-numbers", NewlibChecks::numbers),
            Map.entry("newlib-sort", NewlibChecks::sort),
            Map.entry("newlib-streams", NewlibChecks::streams),
            Map.entry("newlib-standard-output", NewlibChecks::standardOutput));

    private BothChecks() {}

    private static void topology() throws Exception {
        Topology topology = Isle.topology();
        Check.equal(Runtime.getRuntime().availableProcessors(), topology.cores().size(), "cores");
        for (Core core : topology.cores()) {
            Check.that(topology.node(core.node()).cores().contains(core.number()), "node of " + core);
            for (Cache cache : topology.cachesOf(core.number())) {
                Check.that(cache.capacity() > 0 && cache.line() > 0, "a size: " + cache);
            }
        }
        Check.refused(IllegalArgumentException.class, () -> topology.core(4711), "core 4711 ", "the cores are 0-");
    }

    private static void lock() throws Exception {
        for (int core : Isle.topology().coreNumbers()) {
            try (CoreLock lock = CoreLock.acquire(core)) {
                Check.equal(core, lock.core(), "core of the lock");
                for (int i = 0; i < 20; i++) {
                    Check.equal(core, Core.currentNumber(), "core of the thread");
                    Thread.sleep(0, 1000);
                }
            }
        }
        Check.inThread("forgetful", () -> Check.that(CoreLock.acquire(0).isHeld(), "held"));
        CoreLock.acquire(0).close();
    }

    private static void lockWrongUse() throws Exception {
        Check.refused(IllegalArgumentException.class, () -> CoreLock.acquire(4711), "core 4711 ", "0-");
        try (CoreLock lock = CoreLock.acquire(1)) {
            Check.refused(IllegalStateException.class, () -> CoreLock.acquire(0), "core 0", "holds core 1 already");
            Check.inThread("other", () -> {
                Check.refused(
                        IllegalStateException.class, () -> CoreLock.acquire(1), "core 1 is held by thread 'main'");
                Check.refused(IllegalStateException.class, lock::close, "'other'", "core 1", "'main'");
            });
            Check.equal(1, Core.currentNumber(), "core of the thread");
        }
    }

    /** From JDK 21 on; compiled for JDK 17, which has none of these threads. */
    private static void lockVirtualThread() throws Exception {
        if (Runtime.version().feature() < 21) {
            return;
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                Check.refused(IllegalStateException.class, () -> CoreLock.acquire(0), "virtual thread", "core 0");
                result.complete(null);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        result.get(60, TimeUnit.SECONDS);
    }

    private static void lockStrategies() throws Exception {
        try (CoreLock first = CoreLock.acquire(0)) {
            Check.inThread("second", () -> {
                try (CoreLock second = CoreLock.acquire(first, CoreStrategy.OTHER_NODE, CoreStrategy.ANY)) {
                    Check.that(second.core() != 0, "another core");
                    Check.equal(second.core(), Core.currentNumber(), "core of the thread");
                }
            });
            Check.inThread(
                    "third",
                    () -> Check.refused(
                            IllegalStateException.class,
                            () -> CoreLock.acquire(first, CoreStrategy.OTHER_NODE),
                            "[OTHER_NODE]",
                            "core 0 is held by thread 'main'"));
        }
    }

    private static void smallPages() {
        try (IsleMemory memory = IsleMemory.builder(100_001).build()) {
            ByteBuffer buffer = memory.buffer();
            Check.equal(100_001, buffer.capacity(), "capacity");
            for (int i = 0; i < buffer.capacity(); i++) {
                Check.that(buffer.get(i) == 0, "zeroed at " + i);
            }
            BytePointer pointer = IslePointers.of(memory);
            pointer.put(100_000, (byte) 3);
            Check.equal((byte) 3, memory.buffer(100_000, 1).get(0), "byte written through a pointer");
        }
    }

    private static void memoryWrongUse() throws Exception {
        for (long size : new long[] {0, -1, 1L << 31}) {
            Check.refused(
                    IllegalArgumentException.class,
                    () -> IsleMemory.builder(size).build(),
                    "size " + size + " ",
                    "1 to 2147483647");
        }
        IsleMemory memory = IsleMemory.builder(10).build();
        Check.refused(IndexOutOfBoundsException.class, () -> memory.buffer(10, 1), "1 bytes from 10 on", "0 to 10");
        memory.close();
        Check.refused(IllegalStateException.class, memory::buffer, "closed IsleMemory[10 bytes");
        Check.refused(IllegalStateException.class, memory::close, "cannot be closed again");
    }

    /** The emulator's clocks are coarse: a tenth is near enough. */
    private static void tsc() throws InterruptedException {
        long hertz = Tsc.hertz();
        Check.that(hertz > 100_000_000L && hertz < 9_000_000_000L, "rate: " + hertz);
        long nanos = System.nanoTime();
        long ticks = Tsc.ticks();
        Thread.sleep(300);
        long passed = Tsc.toNanos(Tsc.ticks() - ticks);
        nanos = System.nanoTime() - nanos;
        Check.that(Math.abs(passed - nanos) < nanos / 10, "passed: " + passed + " ns by the TSC, " + nanos + " ns");
    }
}
