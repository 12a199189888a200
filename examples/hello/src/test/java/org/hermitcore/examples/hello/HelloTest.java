// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void greetsAndPrintsArguments() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Hello.greet(new String[] {"a", "b c"}, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines[0])
                .startsWith("Hello from " + System.getProperty("java.vm.name"))
                .contains(Runtime.version().toString())
                .endsWith(" cores");
        assertThat(lines).containsSubsequence("argument 1: a", "argument 2: b c", "");
    }

    @Test
    void tellsAnIsleFromLinux() {
        assertThat(Hello.place("6.1.0-hermit")).isEqualTo("an isle");
        assertThat(Hello.place("6.1.0-25-amd64")).isEqualTo("Linux 6.1.0-25-amd64");
    }
}
