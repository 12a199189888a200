// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.concurrent.locks.LockSupport;

/** A thread that hands a ball back: both sides park until it is their turn and wake the other. For one caller thread. */
public final class Partner implements AutoCloseable {
    private static final int CALLER = 0;
    private static final int PARTNER = 1;
    private static final int END = 2;

    private final Thread caller = Thread.currentThread();
    private final Thread thread;
    private volatile int turn = CALLER;
    private long received; // by the partner, which alone writes it

    /** Made by the caller thread. */
    public Partner() {
        thread = Workers.start("partner", this::play);
    }

    private void play() {
        while (true) {
            while (turn == CALLER) {
                LockSupport.park(this);
            }
            if (turn == END) {
                return;
            }
            received++;
            turn = CALLER;
            LockSupport.unpark(caller);
        }
    }

    /** Over to the partner and back: two hand-overs. */
    public void roundTrip() throws InterruptedException {
        turn = PARTNER;
        LockSupport.unpark(thread);
        while (turn != CALLER) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException("the partner did not answer");
            }
        }
    }

    /** {@return round trips as the partner counted them} */
    public long received() {
        return received;
    }

    @Override
    public void close() {
        turn = END;
        LockSupport.unpark(thread);
        Workers.join(thread);
    }
}
