// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hermitcore.image.io.Checksums;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @Test
    void writesTheDocumentedText() {
        byte[] bytes = Manifest.builder("hello")
                .add("program", "/jdk/bin/java")
                .addAll("arg", List.of("-cp", "a=b", "two\nlines", "back\\slash"))
                .build()
                .toBytes();

        String body = """
                hermit.manifest=1
                name=hello
                program=/jdk/bin/java
                arg=-cp
                arg=a=b
                arg=two\\nlines
                arg=back\\\\slash
                """;
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(body + "crc32c=" + Checksums.crc32c(body.getBytes(StandardCharsets.UTF_8)) + "\n");
    }

    @Test
    void readsWhatItWrote() {
        List<String> values = List.of("", " ", "=", "crc32c=1", "\\n", "\n\n", "\\", "ä€😀", "\r", "a\\\nb");
        Manifest manifest = Manifest.builder("näme").addAll("arg", values).build();

        Manifest read = Manifest.parse(manifest.toBytes());
        assertThat(read.values("arg")).isEqualTo(values);
        assertThat(read.value("name")).contains("näme");
        assertThat(read.value("cwd")).isEmpty();
        assertThat(read.lines()).isEqualTo(manifest.lines());
    }

    @Test
    void refusesOneChangedCharacter() {
        byte[] bytes = Manifest.builder("hello").build().toBytes();
        bytes[20] ^= 1;

        assertThatThrownBy(() -> Manifest.parse(bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void refusesTextWithoutChecksum() {
        assertThatThrownBy(() -> parse("hermit.manifest=1\n"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no checksum");
    }

    @Test
    void refusesAnUnknownKeyButNotAFact() {
        assertThat(parseWithChecksum("hermit.manifest=1\nx-anything=1\n").value("x-anything"))
                .contains("1");
        assertThatThrownBy(() -> parseWithChecksum("hermit.manifest=1\nanything=1\n"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("anything=1");
    }

    @Test
    void refusesAnotherVersion() {
        assertThatThrownBy(() -> parseWithChecksum("hermit.manifest=2\n"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("hermit.manifest=2");
    }

    @Test
    void builderRefusesAnUnknownKey() {
        assertThatThrownBy(() -> Manifest.builder("x").add("anything", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Manifest parseWithChecksum(String body) {
        return parse(body + "crc32c=" + Checksums.crc32c(body.getBytes(StandardCharsets.UTF_8)) + "\n");
    }

    private static Manifest parse(String text) {
        return Manifest.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
