// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct buffers come zeroed, hold what is written, and are freed when nobody holds them. */
final class DirectBuffers {
    private static final int SIZE = 16 << 20;

    private DirectBuffers() {}

    static void check() {
        for (int i = 0; i < 64; i++) { // 1 GiB in all: more than may be allocated at once
            var buffer = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
            for (int at = 0; at < SIZE; at += 65_536) {
                Expect.that(buffer.getLong(at) == 0, "a fresh buffer is zero at " + at);
                buffer.putLong(at, ~at);
            }
            Expect.equal(~65_536L, buffer.getLong(65_536), "what was written");
        }
    }
}
