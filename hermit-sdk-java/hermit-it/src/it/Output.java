// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Both outputs come byte-exact and apart from each other.
 *
 * @stdout sha256sum --status -c <(echo "6ba4692bb1d46d4e96288fae575945dfcb6f2e019ef92499b248f6a69e4c1913  -")
 * @stderr sha256sum --status -c <(echo "1f682f80850832ef7c4868f70e14f3461dca9a2d51c8fdb144f544cd2774787f  -")
 */
final class Output {
    private Output() {}

    public static void main(String[] args) throws IOException {
        write(System.out, 3_000_000, 7);
        write(System.err, 300_000, 11);
    }

    private static void write(OutputStream out, int size, int factor) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * factor + (i >> 8));
        }
        out.write(bytes);
        out.flush();
    }
}
