// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.concurrent.CountDownLatch;

/**
 * Four thousand threads are alive at once.
 *
 * @jvm -Xss256k -Xmx256m
 * @memory 2G
 * @timeout 60
 */
final class ManyThreads {
    private ManyThreads() {}

    public static void main(String[] args) throws InterruptedException {
        int count = 4000;
        var alive = new CountDownLatch(count);
        var end = new CountDownLatch(1);
        var done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            new Thread(() -> {
                alive.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                done.countDown();
            }).start();
        }
        alive.await();
        end.countDown();
        done.await();
    }
}
