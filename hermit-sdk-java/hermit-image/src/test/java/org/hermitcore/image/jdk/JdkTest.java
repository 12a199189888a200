// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hermitcore.image.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @TempDir
    Path folder;

    @Test
    void describesTheJdkThatRunsTheTest() throws IOException {
        Jdk jdk = Jdk.at(Path.of(System.getProperty("java.home")));

        assertThat(jdk.feature()).isEqualTo(Runtime.version().feature());
        assertThat(jdk.modules()).contains("java.base", "java.sql");
        assertThat(jdk.tool("jlink")).isExecutable();
    }

    @Test
    void readsTheReleaseFile() throws IOException {
        Jdk jdk = Jdk.at(fake(folder, "25.0.3", "OS_ARCH=\"x86_64\"\nLIBC=\"gnu\"\nIMPLEMENTOR=\"Somebody\""));

        assertThat(jdk.version()).isEqualTo("25.0.3");
        assertThat(jdk.feature()).isEqualTo(25);
        assertThat(jdk.vendor()).isEqualTo("Somebody");
        assertThat(jdk).hasToString("JDK 25.0.3 (Somebody) in " + folder);
    }

    @Test
    void jreIsNamedWithTheToolThatItLacks() throws IOException {
        Jdk jdk = Jdk.at(fake(folder, "17.0.1", ""));

        assertThatThrownBy(() -> jdk.tool("jlink"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("bin/jlink")
                .hasMessageContaining("openjdk-17-jdk-headless");
    }

    @Test
    void refusesWhatCannotRunOnAnIsle() throws IOException {
        assertRefused("11.0.2", "", "JDK 17 or newer");
        assertRefused("seventeen", "", "'seventeen'");
        assertRefused("21", "OS_ARCH=\"aarch64\"", "aarch64");
        assertRefused("21", "LIBC=\"musl\"", "musl");
    }

    private void assertRefused(String version, String facts, String expected) throws IOException {
        Path home = fake(folder, version, facts);
        assertThatThrownBy(() -> Jdk.at(home))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAFolderThatIsNoJdk() {
        assertThatThrownBy(() -> Jdk.at(folder))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("'release'");
    }

    /** A folder that looks like a JDK of a version, with more lines in its release file. */
    static Path fake(Path home, String version, String facts) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n" + facts + "\n");
        Path java = Files.writeString(home.resolve("bin/java"), "");
        Files.setAttribute(java, "unix:mode", 0755);
        return home;
    }
}
