// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;

/**
 * Data is handed on as it comes, while input is still open: the other side sends a line only after it got the last.
 *
 * @peer for i in 1 2 3 4 5; do echo "line $i"; read -r back && [ "$back" = "line $i" ] || exit 1; done
 */
final class Echo {
    private Echo() {}

    public static void main(String[] args) throws IOException {
        byte[] buffer = new byte[100];
        for (int count = System.in.read(buffer); count >= 0; count = System.in.read(buffer)) {
            System.out.write(buffer, 0, count);
            System.out.flush();
        }
    }
}
