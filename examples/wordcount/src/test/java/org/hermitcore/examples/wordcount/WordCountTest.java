// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
    private static final String PIPELINE =
            "tr -s '[:space:]' '\\n' <input | sed '/^$/d' | LC_ALL=C sort | uniq -c >expected";

    @TempDir
    Path folder;

    @Test
    void writesWhatSortAndUniqWrite() throws Exception {
        Path input = folder.resolve("input");
        byte[] text = (" the quick\tbrown  fox\r\n\njumps\u000bover the\flazy dog. The dög Ö zebra \u0000x"
                        + " the ".repeat(12_345_678 / 1000))
                .getBytes(StandardCharsets.UTF_8);
        text[5] = (byte) 0xff; // not UTF-8: bytes are compared, not characters
        Files.write(input, text);

        WordCount.write(WordCount.count(input), folder.resolve("actual"));

        Process pipeline = new ProcessBuilder("sh", "-c", PIPELINE)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(pipeline.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.exitValue()).isZero();
        assertThat(folder.resolve("actual")).hasSameBinaryContentAs(folder.resolve("expected"));
        assertThat(Files.readAllLines(folder.resolve("actual"), StandardCharsets.ISO_8859_1))
                .hasSize(13);
    }

    @Test
    void writesNothingForNoWords() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), " \n\t ");

        WordCount.write(WordCount.count(input), folder.resolve("actual"));

        assertThat(folder.resolve("actual")).isEmptyFile();
    }
}
