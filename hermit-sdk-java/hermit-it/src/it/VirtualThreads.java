// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ten thousand virtual threads sleep, lock and pin.
 *
 * @jdk 25
 */
final class VirtualThreads {
    private VirtualThreads() {}

    static void check() {
        var sum = new LongAdder();
        var lock = new ReentrantLock();
        long[] counter = new long[2];
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                int share = i;
                executor.submit(() -> {
                    Thread.sleep(10);
                    sum.add(share);
                    lock.lock();
                    try {
                        counter[0]++;
                    } finally {
                        lock.unlock();
                    }
                    synchronized (counter) {
                        counter[1]++;
                    }
                    return null;
                });
            }
        }
        Expect.equal(49_995_000L, sum.sum(), "sum of the shares");
        Expect.equal(10_000L, counter[0], "entries of the lock");
        Expect.equal(10_000L, counter[1], "entries of the monitor");
    }
}
