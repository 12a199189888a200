// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** A program's own handler gets the signals that it raises. */
final class SignalHandlers {
    private SignalHandlers() {}

    static void check() throws InterruptedException {
        var seen = new Semaphore(0);
        var signal = new Signal("WINCH");
        var old = Signal.handle(signal, got -> seen.release());
        for (int i = 0; i < 10; i++) {
            Signal.raise(signal);
            Expect.that(seen.tryAcquire(10, TimeUnit.SECONDS), "the handler runs, round " + i);
        }
        Signal.handle(signal, old);
    }
}
