// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.hermitcore.api.Core;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.IsleKind;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.Node;
import org.hermitcore.api.PageSize;
import org.hermitcore.api.QuietCore;

/** What only an isle has. It needs three cores. */
final class IsleChecks {
    static final List<Map.Entry<String, Check>> ALL = List.of(
            Map.entry("identity", IsleChecks::identity),
            Map.entry("one-library", IsleChecks::oneLibrary),
            Map.entry("quiet", IsleChecks::quiet),
            Map.entry("quiet-wrong-use", IsleChecks::quietWrongUse),
            Map.entry("huge-pages", IsleChecks::hugePages),
            Map.entry("memory-refused", IsleChecks::memoryRefused),
            Map.entry("every-page", IsleChecks::everyPage),
            Map.entry("counters", IsleChecks::counters),
            Map.entry("log", () -> Isle.current().orElseThrow().log("a line of the API's test")),
            Map.entry("management", MonitoringChecks::management),
            Map.entry("management-by-name", MonitoringChecks::managementByName),
            Map.entry("flight-recorder", MonitoringChecks::flightRecorder));

    /** Needs 3 GiB of memory. */
    static final List<Map.Entry<String, Check>> LARGE =
            List.of(Map.entry("memory-of-2-gib", IsleChecks::largestMemory));

    private static final long BLOCK = 4L << 20;

    /** Left to the JVM and the kernel. */
    private static final long KEPT = 24L << 20;

    private IsleChecks() {}

    private static void identity() throws Exception {
        Isle isle = Isle.current().orElseThrow();
        Check.equal(IsleKind.VM, isle.kind(), "kind");
        Check.equal(0, isle.number(), "number");
        Check.equal(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(), isle.name(), "name");
        Check.refused(IllegalArgumentException.class, () -> isle.shutdown(256), "status 256 ", "0 to 255");
    }

    /** The stand-in for Linux is no file that was loaded: the kernel's own library answers. */
    private static void oneLibrary() throws Exception {
        String maps = Files.readString(Path.of("/proc/self/maps"));
        Check.that(maps.contains("libjnihermit.so"), "the JNI library is mapped");
        Check.that(!maps.contains("libhermit.so"), "no file libhermit.so.1 is mapped");
    }

    private static void quiet() throws Exception {
        try (QuietCore quiet = QuietCore.acquire()) {
            busy(100); // whoever ran there has left
            CoreCounters before = CoreCounters.of(quiet.core());
            busy(300);
            CoreCounters passed = CoreCounters.of(quiet.core()).minus(before);
            Check.equal(0L, passed.timerInterrupts(), "timer interrupts");
            Check.equal(0L, passed.deviceInterrupts(), "device interrupts");
            Check.equal(quiet.core(), Core.currentNumber(), "core of the thread");
        }
    }

    private static long busy(int milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        long rounds = 0;
        while (System.nanoTime() < end) {
            rounds++;
        }
        return rounds;
    }

    /** Of three cores two can be quiet at most: one remains. */
    private static void quietWrongUse() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try (QuietCore quiet = QuietCore.acquire(2)) {
                taken.countDown();
                await(done);
                Check.equal(2, quiet.core(), "core");
            }
        });
        other.start();
        taken.await();
        try (QuietCore quiet = QuietCore.acquire(1)) {
            Check.inThread(
                    "third",
                    () -> Check.refused(
                            IsleException.class,
                            () -> QuietCore.acquire(0),
                            "core 0 ",
                            "the cores are 0-2",
                            "(EBUSY)"));
            Check.refused(
                    IllegalStateException.class, () -> QuietCore.acquire(0), "holds core " + quiet.core() + " already");
        } finally {
            done.countDown();
            other.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Their bytes lie one after the other in physical memory, are zero, and are touched without a fault. */
    private static void hugePages() {
        long size = 3L << 21;
        try (QuietCore quiet = QuietCore.acquire();
                IsleMemory memory = IsleMemory.builder(size - 5)
                        .pageSize(PageSize.SIZE_2M)
                        .node(0)
                        .contiguous()
                        .build()) {
            ByteBuffer buffer = memory.buffer();
            long physical = memory.physicalAddress(0);
            Check.equal(0L, physical % PageSize.SIZE_2M.bytes(), "alignment");
            Check.equal(physical + size - 6, memory.physicalAddress(size - 6), "last address");
            Check.equal(1536, touch(buffer, 0, 1), "pages");
            touch(buffer, 1, 2); // code is compiled, the stack is there
            long before = CoreCounters.of(quiet.core()).pageFaults();
            touch(buffer, 2, 3);
            long faults = CoreCounters.of(quiet.core()).pageFaults() - before;
            Check.that(faults < 10, "page faults: " + faults);
        }
    }

    /** Looks for a value in each small page, and writes another one. How many pages there are. */
    private static int touch(ByteBuffer buffer, int expected, int value) {
        int pages = 0;
        for (int i = 0; i < buffer.capacity(); i += 4096) {
            Check.that(buffer.get(i) == expected, "byte " + i);
            buffer.put(i, (byte) value);
            pages++;
        }
        return pages;
    }

    private static void memoryRefused() throws Exception {
        Check.refused(
                IsleException.class,
                () -> IsleMemory.builder(IsleMemory.MAX_SIZE)
                        .pageSize(PageSize.SIZE_2M)
                        .build(),
                "2147483647 bytes in pages of 2097152 bytes",
                "bytes are free",
                "(ENOMEM)");
        Check.refused(
                IllegalArgumentException.class,
                () -> IsleMemory.builder(1).node(1).build(),
                "node 1 ",
                "the nodes are 0");
        Check.refused(
                IsleException.class,
                () -> IsleMemory.builder(1).pageSize(PageSize.SIZE_1G).build(),
                "1073741824");
    }

    /** As large as a buffer can be: its last byte is memory as well. */
    private static void largestMemory() {
        try (IsleMemory memory = IsleMemory.builder(IsleMemory.MAX_SIZE)
                .pageSize(PageSize.SIZE_2M)
                .build()) {
            ByteBuffer buffer = memory.buffer();
            Check.equal(Integer.MAX_VALUE, buffer.capacity(), "capacity");
            for (int i : new int[] {0, 1 << 30, Integer.MAX_VALUE - 1}) {
                Check.that(buffer.get(i) == 0, "zeroed at " + i);
                buffer.put(i, (byte) 9);
                Check.equal((byte) 9, memory.buffer(i, 1).get(0), "byte " + i);
            }
        }
    }

    /** Whatever page the kernel has: it keeps what is written into it, and is nobody else's. */
    private static void everyPage() {
        List<IsleMemory> blocks = new ArrayList<>();
        try {
            while (freeMemory() > KEPT + BLOCK) {
                blocks.add(IsleMemory.builder(BLOCK).build());
                mark(blocks.get(blocks.size() - 1).buffer(), blocks.size());
            }
            Check.that(blocks.size() > 50, "blocks: " + blocks.size());
            for (int i = 0; i < blocks.size(); i++) {
                checkMarks(blocks.get(i).buffer(), i + 1);
            }
        } finally {
            blocks.forEach(IsleMemory::close);
        }
    }

    private static long freeMemory() {
        return Isle.topology().nodes().stream().mapToLong(Node::freeMemory).sum();
    }

    private static void mark(ByteBuffer block, int number) {
        for (int i = 0; i < block.capacity(); i += 4096) {
            block.putLong(i, (long) number << 32 | i);
        }
    }

    private static void checkMarks(ByteBuffer block, int number) {
        for (int i = 0; i < block.capacity(); i += 4096) {
            Check.equal((long) number << 32 | i, block.getLong(i), "page at " + i + " of block " + number);
        }
    }

    private static void counters() throws Exception {
        List<CoreCounters> before = CoreCounters.all();
        Check.equal(
                Isle.topology().coreNumbers(),
                before.stream().map(CoreCounters::core).toList(),
                "cores");
        Thread.sleep(50);
        long switches = 0;
        for (CoreCounters counters : CoreCounters.all()) {
            switches += counters.minus(before.get(counters.core())).switches();
        }
        Check.that(switches > 0, "somebody was switched to");
        Check.refused(IllegalArgumentException.class, () -> CoreCounters.of(3), "core 3 ", "0 to 2");
    }
}
