// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/file"), "text");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("sub/file"));
    }

    @Test
    void framesFacts() {
        assertThat(new Digest().add("a", "bc").toHex())
                .isNotEqualTo(new Digest().add("ab", "c").toHex());
        assertThat(new Digest().add("a", "").add("b", "").toHex())
                .isNotEqualTo(new Digest().add("a", "b").toHex());
    }

    @Test
    void sameTreeGivesTheSameSum() throws IOException {
        assertThat(sum()).isEqualTo(sum());
    }

    @Test
    void everyChangeOfATreeCounts() throws IOException {
        String before = sum();
        Files.writeString(folder.resolve("sub/file"), "Text");
        String contents = sum();
        Files.setAttribute(folder.resolve("sub/file"), "unix:mode", 0755);
        String mode = sum();
        Files.delete(folder.resolve("link"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("sub"));
        String link = sum();
        Files.createDirectory(folder.resolve("empty"));
        String added = sum();

        assertThat(new String[] {before, contents, mode, link, added}).doesNotHaveDuplicates();
    }

    private String sum() throws IOException {
        return new Digest().addTree("tree", folder).toHex();
    }
}
