// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that runs out is an OutOfMemoryError that can be caught, and the program goes on; options may end it instead.
 *
 * @case heap 0 -Xmx24m -XX:+UseSerialGC -Dwhat=heap
 * @case array 0 -Xmx24m -Dwhat=array
 * @case direct 0 -Xmx64m -XX:MaxDirectMemorySize=8m -Dwhat=direct
 * @case metaspace 0 -Xmx64m -XX:+UseSerialGC -XX:MaxMetaspaceSize=9m -Dwhat=metaspace
 * @case exit 3 -Xmx24m -XX:+ExitOnOutOfMemoryError -Dwhat=heap
 * @case crash 134 -Xmx24m -XX:+CrashOnOutOfMemoryError -Dwhat=heap
 * @timeout 60
 */
final class OutOfMemory {
    private static final List<Object> held = new ArrayList<>();

    private OutOfMemory() {}

    public static void main(String[] args) {
        String message = message(System.getProperty("what"));
        System.out.println("caught: " + message);
        List<byte[]> again = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            again.add(new byte[10_000]);
        }
        Expect.equal(100, again.size(), "what fits after the error");
    }

    /** Until memory is there again nothing may be called: even the linking of a method needs some. */
    private static String message(String what) {
        try {
            exhaust(what);
        } catch (OutOfMemoryError expected) {
            held.clear();
            return expected.getMessage();
        }
        throw new AssertionError("memory did not run out");
    }

    private static void exhaust(String what) {
        switch (what) {
            case "array" -> held.add(new long[Integer.MAX_VALUE - 8]);
            case "direct" -> hold(() -> ByteBuffer.allocateDirect(1 << 20));
            case "metaspace" -> hold(OutOfMemory::newClass);
            default -> hold(() -> new byte[50_000]);
        }
    }

    private static void hold(java.util.function.Supplier<Object> source) {
        for (int i = 0; i < 1_000_000; i++) {
            held.add(source.get());
        }
    }

    /** A proxy class in a loader of its own: a class is made each time. */
    private static Object newClass() {
        var loader = new ClassLoader(OutOfMemory.class.getClassLoader()) {};
        InvocationHandler nothing = (proxy, method, arguments) -> null;
        return Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, nothing);
    }
}
