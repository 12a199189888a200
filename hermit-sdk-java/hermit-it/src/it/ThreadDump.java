// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * SIGQUIT prints a thread dump on standard output, twice, and the program goes on until it is told to end.
 *
 * @exit 143
 * @host wait_for READY && kill -QUIT "$PID" && wait_for 'Full thread dump' && wait_for 'at it.ThreadDump.napping' && kill -QUIT "$PID" && wait_for 'Full thread dump' 2 && kill -TERM "$PID"
 */
final class ThreadDump {
    private ThreadDump() {}

    private static void napping() {
        System.out.println("READY");
        try {
            Thread.sleep(600_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] args) {
        napping();
    }
}
