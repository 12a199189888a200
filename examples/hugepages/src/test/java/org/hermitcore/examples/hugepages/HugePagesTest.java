// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HugePagesTest {
    @Test
    void measuresOnLinuxAndSaysWhatIsMissing() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new HugePages(new PrintStream(bytes, true, StandardCharsets.UTF_8), 1, 1).run();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("direct buffer: ")
                .contains("pages of 4 KiB: ")
                .contains("2097152 bytes needs an isle");
    }

    @Test
    void knowsTheEmulatorByItsName() {
        assertThat(Processor.isEmulated(
                        List.of("vendor_id\t: AuthenticAMD", "model name\t: QEMU TCG CPU version 2.5+")))
                .isTrue();
        assertThat(Processor.isEmulated(List.of("model name\t: AMD EPYC", "flags\t: TCG")))
                .isFalse();
    }

    @Test
    void noticesAWrongNumber() {
        ByteBuffer buffer = ByteBuffer.allocate(8 * Long.BYTES);
        for (int i = 0; i < 8; i++) {
            buffer.putLong(i * Long.BYTES, RandomReads.value(i));
        }
        assertThat(RandomReads.sum(buffer, 8, 100)).isEqualTo(RandomReads.expectedSum(8, 100));
        buffer.putLong(8, 0);
        assertThatThrownBy(() -> new RandomReads(8, 100).measure(buffer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not " + RandomReads.expectedSum(8, 100));
    }
}
