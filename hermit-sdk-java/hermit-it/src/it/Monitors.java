// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.SynchronousQueue;

/** Contended monitors with wait and notify, hand-overs, barriers: nothing is lost, nobody is left waiting. */
final class Monitors {
    private final int limit = 4;
    private int filled;
    private long taken;

    private Monitors() {}

    private synchronized void put() throws InterruptedException {
        while (filled == limit) {
            wait();
        }
        filled++;
        notifyAll();
    }

    private synchronized void take() throws InterruptedException {
        while (filled == 0) {
            wait();
        }
        filled--;
        taken++;
        notifyAll();
    }

    static void check() throws Exception {
        var shared = new Monitors();
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean producer = i % 2 == 0;
            tasks.add(() -> {
                for (int n = 0; n < 2000; n++) {
                    if (producer) {
                        shared.put();
                    } else {
                        shared.take();
                    }
                }
                return null;
            });
        }
        var pool = Executors.newCachedThreadPool();
        for (var result : pool.invokeAll(tasks)) {
            result.get();
        }
        Expect.equal(8000L, shared.taken, "things taken");
        checkHandOver();
        checkBarrier();
        pool.shutdown();
    }

    private static void checkHandOver() throws Exception {
        var queue = new SynchronousQueue<Integer>();
        var sum = CompletableFuture.supplyAsync(() -> {
            long total = 0;
            for (int i = 0; i < 2000; i++) {
                total += take(queue);
            }
            return total;
        });
        for (int i = 0; i < 2000; i++) {
            queue.put(i);
        }
        Expect.equal(1_999_000L, sum.get(), "sum of what was handed over");
    }

    private static int take(SynchronousQueue<Integer> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkBarrier() throws InterruptedException {
        var phaser = new Phaser(6);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 200; n++) {
                    phaser.arriveAndAwaitAdvance();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Expect.equal(200, phaser.getPhase(), "phases");
    }
}
