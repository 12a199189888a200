// SPDX-License-Identifier: BSD-3-Clause

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DeathTest {
    @Test
    void isleDies() throws IOException, InterruptedException {
        Files.createFile(Path.of("target/die"));
        Thread.sleep(300_000);
    }
}
