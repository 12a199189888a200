// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
    @TempDir
    Path folder;

    /** RFC 3720, appendix B.4: 32 bytes of zeroes give aa 36 91 8a in the order of the wire. */
    @Test
    void agreesWithTheStandardsExample() {
        assertThat(Checksums.crc32c(new byte[32])).isEqualTo("8a9136aa");
    }

    @Test
    void keepsLeadingZeroes() {
        assertThat(Checksums.crc32c(new byte[0])).isEqualTo("00000000");
    }

    @Test
    void fileAndBytesAgree() throws IOException {
        byte[] bytes = "0123456789".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("file"), bytes);

        assertThat(Checksums.crc32c(file)).isEqualTo(Checksums.crc32c(bytes));
    }
}
