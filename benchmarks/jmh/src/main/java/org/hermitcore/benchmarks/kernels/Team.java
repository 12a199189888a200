// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;

/** Threads that meet at a {@link Phaser} again and again; the caller is one of them. */
public final class Team implements AutoCloseable {
    private final Phaser phaser;
    private final List<Thread> others = new ArrayList<>();

    /**
     * Starts the others.
     *
     * @param parties how many, with the caller
     */
    public Team(int parties) {
        phaser = new Phaser(parties);
        for (int i = 1; i < parties; i++) {
            others.add(Workers.start("team-" + i, this::meetAlways));
        }
    }

    private void meetAlways() {
        while (phaser.arriveAndAwaitAdvance() >= 0) {
            // negative once it is terminated
        }
    }

    /** Arrives and waits for all. {@return how often all have met, modulo 2³¹} */
    public int meet() {
        return phaser.arriveAndAwaitAdvance();
    }

    @Override
    public void close() {
        phaser.forceTermination();
        others.forEach(Workers::join);
    }
}
