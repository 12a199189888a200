// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AffinityTest {
    @Test
    void pinsOnLinuxAndSaysWhatIsMissing() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isKept = new Affinity(new PrintStream(bytes, true, StandardCharsets.UTF_8), 20).run();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("Linux, no isle: ")
                .contains("anywhere:")
                .contains("pinned to core ")
                .contains("quiet core: QuietCore needs an isle")
                .doesNotContain("BROKEN");
        assertThat(isKept).isTrue();
    }

    @Test
    void namesAWrongArgument() {
        assertThat(Affinity.parse(new String[0])).isEqualTo(500);
        assertThat(Affinity.parse(new String[] {"10"})).isEqualTo(10);
        assertThatThrownBy(() -> Affinity.parse(new String[] {"9"})).hasMessageContaining("'9'");
        assertThatThrownBy(() -> Affinity.parse(new String[] {"x"})).hasMessageContaining("10 to 60000");
    }
}
