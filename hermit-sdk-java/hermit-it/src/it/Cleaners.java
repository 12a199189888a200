// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The collector tells who asked: cleaners run, weak references are cleared, soft ones stay while memory is there. */
final class Cleaners {
    private Cleaners() {}

    static void check() throws InterruptedException {
        var cleaned = new CountDownLatch(100);
        var cleaner = Cleaner.create();
        for (int i = 0; i < 100; i++) {
            cleaner.register(new byte[1000], cleaned::countDown);
        }
        var weak = new WeakReference<>(new Object());
        var soft = new SoftReference<>(new Object());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!cleaned.await(50, TimeUnit.MILLISECONDS)) {
            System.gc();
            Expect.that(System.nanoTime() < end, "cleaners run; still to come: " + cleaned.getCount());
        }
        Expect.equal(null, weak.get(), "the weak reference");
        Expect.that(soft.get() != null, "the soft reference is kept");
    }
}
