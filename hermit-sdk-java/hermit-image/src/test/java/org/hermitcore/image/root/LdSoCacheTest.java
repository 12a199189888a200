// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LdSoCacheTest {
    private static final int X86_64 = 0x0303;
    private static final int I386 = 0x0003;

    @Test
    void findsTheCLibraryOfThisMachine() throws IOException {
        assertThat(LdSoCache.system().find("libc.so.6")).get().satisfies(path -> assertThat(path)
                .exists());
    }

    @Test
    void readsTheNewFormat() {
        LdSoCache cache = LdSoCache.parse(newFormat(X86_64, 0));

        assertThat(cache.find("liba.so.1")).contains(Path.of("/opt/liba.so.1"));
        assertThat(cache.find("libb.so.1")).isEmpty();
    }

    @Test
    void readsTheNewFormatBehindTheOldOne() {
        byte[] cache = newFormat(X86_64, 0);
        // Two old entries make 40 bytes, and so no gap; one makes 28 and a gap of 4.
        for (int entries : new int[] {1, 2}) {
            int start = (16 + 12 * entries + 7) / 8 * 8;
            ByteBuffer both = ByteBuffer.allocate(start + cache.length).order(ByteOrder.LITTLE_ENDIAN);
            both.put("ld.so-1.7.0\0".getBytes(StandardCharsets.US_ASCII)).putInt(entries);
            both.position(start);
            both.put(cache);

            assertThat(LdSoCache.parse(both.array()).find("liba.so.1")).contains(Path.of("/opt/liba.so.1"));
        }
    }

    @Test
    void passesOverOtherArchitecturesAndNewerCpus() {
        assertThat(LdSoCache.parse(newFormat(I386, 0)).find("liba.so.1")).isEmpty();
        assertThat(LdSoCache.parse(newFormat(X86_64, 1L << 62)).find("liba.so.1"))
                .isEmpty();
    }

    @Test
    void damageMeansNoEntry() {
        byte[] cache = newFormat(X86_64, 0);
        for (int length = 0; length < cache.length; length++) {
            assertThat(LdSoCache.parse(Arrays.copyOf(cache, length)).find("liba.so.1"))
                    .isEmpty();
        }
        assertThat(LdSoCache.parse("something else".getBytes(StandardCharsets.US_ASCII))
                        .find("liba.so.1"))
                .isEmpty();
    }

    /** One entry: liba.so.1 is /opt/liba.so.1. */
    private static byte[] newFormat(int flags, long hardwareCapabilities) {
        byte[] strings = "liba.so.1\0/opt/liba.so.1\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer cache = ByteBuffer.allocate(48 + 24 + strings.length).order(ByteOrder.LITTLE_ENDIAN);
        cache.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
        cache.putInt(1).putInt(strings.length).position(48);
        cache.putInt(flags).putInt(72).putInt(72 + 10).putInt(0).putLong(hardwareCapabilities);
        return cache.put(strings).array();
    }
}
