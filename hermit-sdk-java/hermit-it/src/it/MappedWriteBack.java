// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a program writes through a shared mapping is in the host's file: after force() while it runs, and at its end.
 *
 * @before head -c 1000000 /dev/zero >mapped.bin
 * @host wait_for FORCED && [ "$(dd if=mapped.bin bs=1 skip=500000 count=6 2>/dev/null)" = forced ] && kill -TERM "$PID"
 * @exit 143
 * @after [ "$(dd if=mapped.bin bs=1 skip=999990 count=10 2>/dev/null)" = "at the end" ] && [ "$(stat -c %s mapped.bin)" = 1000000 ]
 */
final class MappedWriteBack {
    private MappedWriteBack() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var file = FileChannel.open(Path.of("mapped.bin"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var map = file.map(FileChannel.MapMode.READ_WRITE, 0, 1_000_000);
            map.put(500_000, "forced".getBytes());
            map.force();
            map.put(999_990, "at the end".getBytes());
        }
        System.out.println("FORCED");
        Thread.sleep(600_000);
    }
}
