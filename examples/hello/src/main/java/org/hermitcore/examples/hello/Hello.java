// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hello;

import java.io.PrintStream;

/**
 * Greets from wherever it runs, and prints its arguments one a line.
 *
 * <pre>
 *   Hello from OpenJDK 64-Bit Server VM 17.0.15+6 on an isle with 2 cores
 *   argument 1: a
 *   argument 2: b c
 * </pre>
 */
public final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
        greet(arguments, System.out);
    }

    static void greet(String[] arguments, PrintStream out) {
        out.printf(
                "Hello from %s %s on %s with %d cores%n",
                System.getProperty("java.vm.name"),
                Runtime.version(),
                place(System.getProperty("os.version")),
                Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < arguments.length; i++) {
            out.printf("argument %d: %s%n", i + 1, arguments[i]);
        }
    }

    /** The kernel of an isle calls its release 6.1.0-hermit, because programs expect that of a Linux. */
    static String place(String release) {
        return release.endsWith("-hermit") ? "an isle" : "Linux " + release;
    }
}
