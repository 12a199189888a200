// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hermitcore.image.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFinderTest {
    @TempDir
    Path folder;

    @Test
    void takesAFolder() throws IOException {
        Path home = withJlink("some", "19.0.1");

        assertThat(finder(Map.of()).find(home.toString()).home()).isEqualTo(home);
    }

    @Test
    void searchesVariablesBeforeTheSystemsFolder() throws IOException {
        Path system = withJlink("jvm/a", "21.0.1");
        Path general = withJlink("general", "21.0.2");
        Path specific = withJlink("specific", "21.0.3");

        assertThat(finder(Map.of()).find("21").home()).isEqualTo(system);
        assertThat(finder(Map.of("JAVA_HOME", general.toString())).find("21").home())
                .isEqualTo(general);
        assertThat(finder(Map.of("JAVA_HOME", general.toString(), "JAVA_HOME_21", specific.toString()))
                        .find("21")
                        .home())
                .isEqualTo(specific);
    }

    @Test
    void passesOverOtherReleasesAndRuntimesWithoutJlink() throws IOException {
        JdkTest.fake(folder.resolve("jvm/a-jre"), "21.0.1", "");
        withJlink("jvm/b", "17.0.1");
        Path wanted = withJlink("jvm/c", "21.0.1");

        assertThat(finder(Map.of()).find("21").home()).isEqualTo(wanted);
    }

    @Test
    void saysWhereItLooked() throws IOException {
        withJlink("jvm/b", "17.0.1");

        assertThatThrownBy(() -> finder(Map.of()).find("99"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("no JDK 99")
                .hasMessageContaining("JAVA_HOME_99")
                .hasMessageContaining(folder.resolve("jvm").toString());
    }

    private JdkFinder finder(Map<String, String> environment) {
        return new JdkFinder(environment, folder.resolve("jvm"));
    }

    private Path withJlink(String name, String version) throws IOException {
        Path home = JdkTest.fake(folder.resolve(name), version, "");
        Path jlink = Files.writeString(home.resolve("bin/jlink"), "");
        Files.setAttribute(jlink, "unix:mode", 0755);
        return home;
    }
}
