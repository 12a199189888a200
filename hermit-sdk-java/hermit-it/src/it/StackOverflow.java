// SPDX-License-Identifier: BSD-3-Clause
package it;

/** Guard pages end a recursion with StackOverflowError, again and again, in the main thread and in small stacks. */
final class StackOverflow {
    private static int depth;

    private StackOverflow() {}

    private static int recurse(int n) {
        depth = n;
        return recurse(n + 1) + 1;
    }

    private static int overflow() {
        Expect.thrown(StackOverflowError.class, () -> recurse(0));
        return depth;
    }

    static void check() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            Expect.that(overflow() > 1000, "the main thread's stack holds more than 1000 frames, got " + depth);
        }
        Throwable[] failure = new Throwable[1];
        Thread small = new Thread(null, StackOverflow::overflow, "small stack", 256 * 1024);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
        small.start();
        small.join();
        Expect.equal(null, failure[0], "failure in the thread with the small stack");
        Expect.that(depth > 100, "the small stack holds more than 100 frames, got " + depth);
    }
}
