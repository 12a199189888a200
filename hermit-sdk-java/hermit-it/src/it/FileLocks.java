// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks on regions of a host file. */
final class FileLocks {
    private FileLocks() {}

    static void check() throws IOException {
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "lock", ".bin");
        try (var one = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var two = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var lock = one.lock(0, 100, false);
            Expect.that(lock.isValid() && !lock.isShared(), "the lock is valid and exclusive");
            Expect.thrown(OverlappingFileLockException.class, () -> two.tryLock(50, 100, false));
            var beside = two.tryLock(100, 100, true);
            Expect.that(beside != null && beside.isShared(), "the region beside it can be locked, shared");
            lock.release();
            beside.release();
            var whole = two.tryLock();
            Expect.that(whole != null, "the whole file can be locked after the release");
            whole.release();
        }
        Files.delete(path);
    }
}
