// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** 100 MiB of a file mapped: written through the mapping, read through the channel and through a second mapping. */
final class MappedHuge {
    private static final int SIZE = 100 * 1024 * 1024;
    private static final int STEP = 4096 + 8;

    private MappedHuge() {}

    static void check() throws IOException {
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "mapped", ".bin");
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var writer = file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            for (int at = 0; at + 8 <= SIZE; at += STEP) {
                writer.putLong(at, at * 31L);
            }
            var reader = file.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
            for (int at = 0; at + 8 <= SIZE; at += STEP) {
                Expect.that(reader.getLong(at) == at * 31L, "the second mapping shows what the first wrote");
            }
            writer.force();
            var bytes = ByteBuffer.allocate(8);
            file.read(bytes, STEP * 1000L);
            Expect.equal(STEP * 1000 * 31L, bytes.getLong(0), "what the channel reads");
            var copy = file.map(FileChannel.MapMode.PRIVATE, 0, 4096);
            copy.putInt(16, 99);
            Expect.equal(0, reader.getInt(16), "what a private mapping does to the file");
        }
        Files.delete(path);
    }
}
