// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;

/** JNI both ways: arguments, arrays, strings, exceptions, a native thread that attaches itself and calls Java. */
final class NativeCalls {
    private static int called;

    private NativeCalls() {}

    private static native int sum(int[] numbers);

    private static native String shout(String text);

    private static native void fail(String message);

    private static native boolean callFromThread(int times);

    static synchronized void callback() {
        called++;
    }

    static void check() throws InterruptedException {
        System.load(System.getProperty("it.native") + "/libcalls.so");
        Expect.equal(6, sum(new int[] {1, 2, 3}), "sum of an array");
        Expect.equal("ABC!", shout("abc"), "a string from C");
        Expect.equal("from C", Expect.thrown(IllegalStateException.class, () -> fail("from C")).getMessage(), "message");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> Expect.that(callFromThread(50), "the native thread called"));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Expect.equal(200, called, "calls from native threads");
    }
}
