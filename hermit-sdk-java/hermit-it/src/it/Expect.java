// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.Objects;

/** What a test states. A statement that does not hold ends the test with an error that names it. */
final class Expect {
    private Expect() {}

    static void that(boolean holds, String statement) {
        if (!holds) {
            throw new AssertionError("does not hold: " + statement);
        }
    }

    static void equal(Object expected, Object actual, String what) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(what + ": expected " + expected + ", got " + actual);
        }
    }

    /** The exception that {@code action} throws, which must be of {@code type}. */
    static <T extends Throwable> T thrown(Class<T> type, Action action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw new AssertionError("expected " + type.getName() + ", got " + thrown, thrown);
        }
        throw new AssertionError("expected " + type.getName() + ", nothing was thrown");
    }

    @FunctionalInterface
    interface Action {
        void run() throws Throwable;
    }
}
