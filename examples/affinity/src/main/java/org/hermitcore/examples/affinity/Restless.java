// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.affinity;

import java.util.ArrayList;
import java.util.List;

/** Threads that sleep for a millisecond, work for a while, and so on until they are stopped. */
final class Restless {
    private final List<Thread> threads = new ArrayList<>();

    Restless(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(Restless::work, "restless-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private static void work() {
        try {
            while (true) {
                Thread.sleep(1);
                long until = System.nanoTime() + 100_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
        }
    }

    void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
