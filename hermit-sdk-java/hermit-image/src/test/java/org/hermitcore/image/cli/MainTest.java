// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.hermitcore.image.TestJars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private static final String MAIN = "class Main { public static void main(String[] a) {} }";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheCommands() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("package").contains("jdk").contains("inspect");
        assertThat(execute("package", "--help")).isZero();
        assertThat(out.toString()).contains("--main-class").contains("--memory").contains("--overlay");
    }

    @Test
    void wrongUsageIsStatus2() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("package, jdk or inspect");
        assertThat(execute("package", "--jar", "a.jar")).isEqualTo(2);
        assertThat(err.toString()).contains("--output");
        assertThat(execute("pack")).isEqualTo(2);
    }

    @Test
    void wrongValueNamesOptionAndValue() throws IOException {
        Path jar = TestJars.jar(folder, "Main", MAIN);
        assertThat(execute("package", "--jar", jar.toString(), "-o", out(), "--memory", "lots"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--memory: 'lots' is not a number with suffix M or G");
    }

    @Test
    void missingJarAndJdkAreNamed() throws IOException {
        assertThat(execute("package", "--jar", "none.jar", "-o", out())).isEqualTo(2);
        assertThat(err.toString()).contains("--jar: 'none.jar' does not exist");
        Path jar = TestJars.jar(folder, "Main", MAIN);
        assertThat(execute("package", "--jar", jar.toString(), "-o", out(), "--jdk", "99"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--jdk: no JDK 99");
    }

    @Test
    void optionNamesFollowTheSettings() {
        assertThat(Main.optionName("mainClass")).isEqualTo("--main-class");
        assertThat(Main.optionName("jdk")).isEqualTo("--jdk");
    }

    @Test
    void inspectRefusesOtherFiles() {
        assertThat(execute("inspect", "/bin/true")).isEqualTo(1);
        assertThat(err.toString()).contains("'/bin/true' has no section .hermit.kernel");
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
