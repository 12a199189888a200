// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** No wait with a time ends early, and none lasts for ever. */
final class SleepTimes {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long LONG = TimeUnit.SECONDS.toNanos(5);

    private SleepTimes() {}

    private static void timed(String what, Expect.Action wait) throws Throwable {
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            wait.run();
            long passed = System.nanoTime() - start;
            Expect.that(passed >= SHORT, what + " waits at least 30 ms, took " + passed + " ns");
            Expect.that(passed < LONG, what + " waits less than 5 s, took " + passed + " ns");
        }
    }

    static void check() throws Throwable {
        var monitor = new Object();
        var lock = new ReentrantLock();
        var condition = lock.newCondition();
        timed("Thread.sleep", () -> Thread.sleep(30));
        timed("parkNanos", () -> park(System.nanoTime() + SHORT));
        timed("parkUntil", () -> LockSupport.parkUntil(System.currentTimeMillis() + 32));
        timed("Condition.awaitNanos", () -> {
            lock.lock();
            try {
                for (long left = SHORT; left > 0; ) {
                    left = condition.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        });
        timed("Object.wait", () -> {
            synchronized (monitor) {
                monitor.wait(31);
            }
        });
        var executor = Executors.newSingleThreadScheduledExecutor();
        timed("ScheduledExecutorService", () -> executor.schedule(() -> 1, 30, TimeUnit.MILLISECONDS).get());
        executor.shutdown();
    }

    private static void park(long until) {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
