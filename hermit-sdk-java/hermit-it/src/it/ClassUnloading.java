// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Classes of loaders that nobody holds are unloaded; metaspace is given back and taken again. */
final class ClassUnloading {
    /** Loaded again and again, each time by a loader of its own. */
    static final class Payload {
        static final byte[] DATA = new byte[1000];

        @Override
        public String toString() {
            return "payload " + DATA.length;
        }
    }

    private static final class Loader extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass(Payload.class.getName(), bytes, 0, bytes.length);
        }
    }

    private ClassUnloading() {}

    static void check() throws Exception {
        byte[] bytes = bytes();
        var classes = ManagementFactory.getClassLoadingMXBean();
        long before = classes.getUnloadedClassCount();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 300; i++) {
                var constructor = new Loader().define(bytes).getDeclaredConstructor();
                constructor.setAccessible(true);
                Expect.equal("payload 1000", constructor.newInstance().toString(), "what the class does");
            }
            System.gc();
        }
        long unloaded = classes.getUnloadedClassCount() - before;
        Expect.that(unloaded >= 1000, "at least 1000 of 1500 classes are unloaded, got " + unloaded);
    }

    private static byte[] bytes() throws IOException {
        try (var in = ClassUnloading.class.getResourceAsStream("ClassUnloading$Payload.class")) {
            return in.readAllBytes();
        }
    }
}
