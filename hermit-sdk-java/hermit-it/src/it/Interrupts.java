// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Thread.interrupt ends every kind of wait, a blocking read of a channel among them. */
final class Interrupts {
    private Interrupts() {}

    private static void interrupted(String what, Expect.Action wait) throws InterruptedException {
        var failure = new AtomicReference<Throwable>();
        var started = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            started.countDown();
            try {
                wait.run();
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        });
        thread.setDaemon(true);
        thread.start();
        started.await();
        Thread.sleep(20);
        thread.interrupt();
        thread.join(20_000);
        Expect.that(!thread.isAlive(), what + " ends when interrupted");
        Expect.equal(null, failure.get(), what);
    }

    static void check() throws Exception {
        var monitor = new Object();
        interrupted("sleep", () -> Expect.thrown(InterruptedException.class, () -> Thread.sleep(60_000)));
        interrupted("take", () -> Expect.thrown(InterruptedException.class, () -> new LinkedBlockingQueue<>().take()));
        interrupted("wait", () -> Expect.thrown(InterruptedException.class, () -> {
            synchronized (monitor) {
                monitor.wait();
            }
        }));
        interrupted("park", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        });
        Pipe pipe = Pipe.open();
        interrupted("read", () -> Expect.thrown(ClosedByInterruptException.class,
                () -> pipe.source().read(ByteBuffer.allocate(1))));
    }
}
