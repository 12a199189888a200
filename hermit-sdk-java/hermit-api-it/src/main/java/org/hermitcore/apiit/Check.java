// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One check, and what it is made of. */
@FunctionalInterface
interface Check {
    void run() throws Exception;

    static void that(boolean isTrue, String claim) {
        if (!isTrue) {
            throw new AssertionError(claim);
        }
    }

    static void equal(Object expected, Object actual, String what) {
        that(Objects.equals(expected, actual), what + ": expected " + expected + ", got " + actual);
    }

    /** That something is refused by such an exception, whose message has these texts. */
    static void refused(Class<? extends RuntimeException> type, Check check, String... texts) throws Exception {
        try {
            check.run();
        } catch (RuntimeException e) {
            that(type.isInstance(e), "expected " + type + ", got " + e);
            for (String text : texts) {
                that(e.getMessage().contains(text), "expected '" + text + "' in '" + e.getMessage() + "'");
            }
            return;
        }
        throw new AssertionError("not refused: " + String.join(", ", texts));
    }

    /** In a thread of its own, which ends with it. */
    static void inThread(String name, Check check) throws Exception {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        check.run();
                        result.complete(null);
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.start();
        result.get(60, TimeUnit.SECONDS);
        thread.join(60_000);
    }
}
