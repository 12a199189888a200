// SPDX-License-Identifier: BSD-3-Clause

/**
 * Cores, memory, time and counters of an isle, for programs that run on Linux too.
 *
 * <p>Begin at {@link org.hermitcore.api.Isle}. What needs native code is found at run time in
 * {@code org.hermitcore:hermit-bindings}.
 *
 * @since 0.1.0
 */
module org.hermitcore.api {
    requires static java.management;
    requires static jdk.jfr;

    exports org.hermitcore.api;
    exports org.hermitcore.api.spi;

    uses org.hermitcore.api.spi.NativeCalls;
}
