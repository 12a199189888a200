// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;

/**
 * An isle runs one process: starting another is an IOException, and the program goes on.
 *
 * @only isle
 */
final class NoChildren {
    private NoChildren() {}

    static void check() {
        for (int i = 0; i < 3; i++) {
            var refused = Expect.thrown(IOException.class, () -> new ProcessBuilder("/bin/true").start());
            Expect.that(refused.getMessage().contains("/bin/true"), "the message names the program: " + refused);
        }
        Expect.thrown(IOException.class, () -> Runtime.getRuntime().exec(new String[] {"/no/such/program"}));
    }
}
