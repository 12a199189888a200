// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.time.Duration;

/** Threads of kernels. */
final class Workers {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Workers() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for a thread that has been told to end. */
    static void join(Thread thread) {
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("thread '" + thread.getName() + "' did not end: " + thread.getState());
        }
    }
}
