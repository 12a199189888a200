// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** A thousand threads are alive at once, each does its share, all can be joined. */
final class Threads {
    private static final int COUNT = 1000;

    private Threads() {}

    static void check() throws InterruptedException {
        var sum = new LongAdder();
        var alive = new CountDownLatch(COUNT);
        var go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int share = i;
            Thread thread = new Thread(() -> {
                alive.countDown();
                await(go);
                sum.add(share);
            });
            threads.add(thread);
            thread.start();
        }
        alive.await();
        Expect.that(Thread.activeCount() > COUNT, "all threads are alive");
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        Expect.equal(COUNT * (COUNT - 1L) / 2, sum.sum(), "sum of the shares");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
