// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Positions, holes, truncation and vectored reads of one file. */
final class RandomAccess {
    private RandomAccess() {}

    static void check() throws IOException {
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "random", ".bin");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(1_000_000);
            file.writeLong(0x1122334455667788L);
            Expect.equal(1_000_008L, file.length(), "length");
            file.seek(500_000);
            Expect.equal(0L, file.readLong(), "what a hole holds");
            file.setLength(1_000_004);
            file.seek(1_000_000);
            Expect.equal(0x11223344, file.readInt(), "what is left");
            Expect.thrown(EOFException.class, file::readByte);
            checkVectors(file);
        }
        Files.delete(path);
    }

    private static void checkVectors(RandomAccessFile file) throws IOException {
        var channel = file.getChannel();
        ByteBuffer[] parts = {ByteBuffer.wrap("abc".getBytes()), ByteBuffer.wrap("defgh".getBytes())};
        channel.position(0);
        Expect.equal(8L, channel.write(parts), "bytes written");
        var back = ByteBuffer.allocateDirect(4);
        Expect.equal(4, channel.read(back, 2), "bytes read");
        back.flip();
        Expect.equal("cdef", new String(new byte[] {back.get(), back.get(), back.get(), back.get()}), "bytes");
        channel.force(true);
    }
}
