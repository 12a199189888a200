// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720, B.4) as the manifest writes it: 8 hexadecimal digits in lower case. */
public final class Checksums {
    private static final int CHUNK = 1 << 20;

    private Checksums() {}

    public static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return format(crc);
    }

    public static String crc32c(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return crc32c(channel, 0, channel.size());
        }
    }

    /** Sum of {@code size} bytes from {@code offset}. */
    public static String crc32c(FileChannel channel, long offset, long size) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        for (long done = 0; done < size; ) {
            chunk.clear().limit((int) Math.min(CHUNK, size - done));
            int count = channel.read(chunk, offset + done);
            if (count <= 0) {
                throw new IOException("unexpected end of file");
            }
            crc.update(chunk.flip());
            done += count;
        }
        return format(crc);
    }

    private static String format(CRC32C crc) {
        return String.format("%08x", crc.getValue());
    }
}
