// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HugePagesTest {
    @Test
    void measuresOnLinuxAndSaysWhatIsMissing() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isRight = new HugePages(new PrintStream(bytes, true, StandardCharsets.UTF_8), 1, 1).run();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("direct buffer: ")
                .contains("pages of 4 KiB: ")
                .contains("2097152 bytes needs an isle")
                .doesNotContain("WRONG");
        assertThat(isRight).isTrue();
    }

    @Test
    void noticesAWrongNumber() {
        ByteBuffer buffer = ByteBuffer.allocate(8 * Long.BYTES);
        for (int i = 0; i < 8; i++) {
            buffer.putLong(i * Long.BYTES, HugePages.value(i));
        }
        assertThat(HugePages.sum(buffer, 8, 100)).isEqualTo(HugePages.expectedSum(8, 100));
        buffer.putLong(8, 0);
        assertThat(HugePages.sum(buffer, 8, 100)).isNotEqualTo(HugePages.expectedSum(8, 100));
    }
}
