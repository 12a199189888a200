// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.bindings;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** A JNI call of a function that does nothing, by a stub like those of the bindings. */
@Platform(value = "linux-x86_64", include = "empty.h", library = "jniempty")
final class Empty {
    static {
        Loader.load();
    }

    private Empty() {}

    @NoException
    static native int empty();
}
