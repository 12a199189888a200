// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.hermitcore.image.ImageException;
import org.junit.jupiter.api.Test;

class ToolTest {
    @Test
    void returnsBothStreams() throws IOException {
        assertThat(shell("echo out; echo err >&2").run()).isEqualTo("out\nerr");
    }

    @Test
    void failureShowsCommandStatusAndEndOfOutput() {
        assertThatThrownBy(() -> shell("seq 100; exit 7").run())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("sh -c seq 100; exit 7")
                .hasMessageContaining("status 7")
                .hasMessageContaining("\n86\n")
                .hasMessageEndingWith("\n100")
                .hasMessageNotContaining("\n85\n");
    }

    @Test
    void inputIsEmpty() throws IOException {
        assertThat(shell("wc -c").run()).isEqualTo("0");
    }

    @Test
    void succeedsTellsTheStatusOnly() {
        assertThat(shell("true").succeeds()).isTrue();
        assertThat(shell("false").succeeds()).isFalse();
        assertThat(Tool.of(List.of("/nonexistent/tool")).succeeds()).isFalse();
    }

    @Test
    void findsCommandsOnPathAndInTheAdministratorsFolders() {
        assertThat(Tool.onPath("sh")).isPresent();
        assertThat(Tool.onPath("ldconfig")).isPresent();
        assertThat(Tool.onPath("no-such-command-anywhere")).isEmpty();
    }

    private static Tool shell(String script) {
        return Tool.of(List.of("sh", "-c", script));
    }
}
