// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Both outputs come byte-exact and apart from each other.
 *
 * @stdout [ "$(cksum)" = "2593612690 3000000" ]
 * @stderr [ "$(cksum)" = "2085446903 300000" ]
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
