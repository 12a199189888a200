// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.hermitcore.bindings.NativeLibrary;
import org.hermitcore.bindings.internal.Newlib;

/** The native half of a test, see {@code side_by_side.h}. It finds newlib loaded already, which therefore comes first. */
@Platform(value = "linux-x86_64", include = "side_by_side.h", link = "hermit_newlib#", library = "jnisidebyside")
final class SideBySide {
    static {
        NativeLibrary.load(Newlib.class);
        Loader.load();
    }

    private SideBySide() {}

    /** Allocates and fails in both libraries; null, or what is wrong. */
    @NoException
    @Cast("const char*")
    static native BytePointer side_by_side(int thread, int rounds);
}
