// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** System.nanoTime never runs backwards, not between threads either, and goes with the wall clock. */
final class NanoTime {
    private NanoTime() {}

    static void check() throws InterruptedException {
        var latest = new AtomicLong(System.nanoTime());
        var backwards = new AtomicLong();
        long end = System.nanoTime() + 500_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (latest.get() < end) {
                    long before = latest.get();
                    long now = System.nanoTime();
                    if (now < before) {
                        backwards.incrementAndGet();
                    }
                    latest.accumulateAndGet(now, Math::max);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Expect.equal(0L, backwards.get(), "times that nanoTime ran backwards");
        checkRate();
    }

    private static void checkRate() throws InterruptedException {
        long wall = System.currentTimeMillis();
        long nano = System.nanoTime();
        Thread.sleep(1000);
        long wallPassed = System.currentTimeMillis() - wall;
        long nanoPassed = (System.nanoTime() - nano) / 1_000_000;
        Expect.that(Math.abs(wallPassed - nanoPassed) <= 50, "clocks agree: " + wallPassed + " ms, " + nanoPassed + " ms");
        Expect.that(wall > 1_700_000_000_000L, "the wall clock is set: " + wall);
    }
}
