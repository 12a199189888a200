// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Asynchronous writes and reads of one file at many positions. */
final class AsyncFiles {
    private AsyncFiles() {}

    static void check() throws Exception {
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "async", ".bin");
        try (var channel = AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                writes.add(channel.write(ByteBuffer.allocate(1000).putInt(0, i), i * 1000L));
            }
            for (var write : writes) {
                Expect.equal(1000, write.get(), "bytes written");
            }
            Expect.equal(50_000L, channel.size(), "size");
            for (int i = 0; i < 50; i++) {
                var buffer = ByteBuffer.allocate(4);
                Expect.equal(4, channel.read(buffer, i * 1000L).get(), "bytes read");
                Expect.equal(i, buffer.getInt(0), "block " + i);
            }
        }
        Files.delete(path);
    }
}
