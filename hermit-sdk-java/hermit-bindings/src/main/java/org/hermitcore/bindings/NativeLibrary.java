// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;

/**
 * Loads a JNI library of this module. It needs {@code libhermit.so.1}: on an isle the kernel is that, and no file of this name may be loaded;
 * on Linux the dynamic linker looks for it beside the JNI library, so it is extracted there first.
 */
public final class NativeLibrary {
    private static final String STAND_IN = "/org/hermitcore/bindings/linux-x86_64-hermit/libhermit.so.1";

    private NativeLibrary() {}

    /**
     * Loads the library of a class.
     *
     * @param functions {@code Hermit} or {@code Newlib}
     * @throws UnsatisfiedLinkError where that is not possible
     */
    public static void load(Class<?> functions) {
        if (!System.getProperty("os.version", "").endsWith("-hermit")) {
            extractStandIn();
        }
        Loader.load(functions);
    }

    private static void extractStandIn() {
        try {
            URL file = Loader.findResource(NativeLibrary.class, STAND_IN); // also in the natives' own module
            if (file == null) {
                throw new UnsatisfiedLinkError("no " + STAND_IN.substring(1) + " on the class path or module path");
            }
            // Files that are none of a jar are loaded from where they are.
            if (file.getProtocol().equals("jar")) {
                Loader.cacheResource(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the natives cannot be extracted; -Dorg.bytedeco.javacpp.cachedir=FOLDER names a folder for them",
                    e);
        }
    }
}
