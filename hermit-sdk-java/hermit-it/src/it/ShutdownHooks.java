// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * A signal that ends the program runs its shutdown hooks; the exit status names the signal.
 *
 * @case term 143 -Dsignal=TERM
 * @case int 130 -Dsignal=INT
 * @case hup 129 -Dsignal=HUP
 * @host wait_for READY && kill -"${CASE^^}" "$PID"
 * @stdout grep -qx 'hook ran'
 */
final class ShutdownHooks {
    private ShutdownHooks() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        System.out.println("READY");
        Thread.sleep(600_000);
    }
}
