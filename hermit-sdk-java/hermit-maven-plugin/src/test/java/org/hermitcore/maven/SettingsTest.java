// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.hermitcore.image.InvalidValueException;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Properties commandLine = new Properties();
    private final Properties project = new Properties();
    private final Settings settings = new Settings(commandLine, project);

    @Test
    void commandLineThenConfigurationThenProject() {
        assertThat(settings.text("memory", null)).isEmpty();
        project.setProperty("hermit.memory", "1G");
        assertThat(settings.text("memory", null)).contains("1G");
        assertThat(settings.text("memory", "2G")).contains("2G");
        commandLine.setProperty("hermit.memory", "3G");
        assertThat(settings.text("memory", "2G")).contains("3G");
    }

    @Test
    void blankIsNoValue() {
        commandLine.setProperty("hermit.memory", " ");

        assertThat(settings.text("memory", "")).isEmpty();
        assertThat(settings.text("memory", " 2G ")).contains("2G");
    }

    @Test
    void flagsCanBeGivenWithoutValue() {
        assertThat(settings.flag("skip", null, false)).isFalse();
        assertThat(settings.flag("skip", null, true)).isTrue();
        assertThat(settings.flag("skip", true, false)).isTrue();
        commandLine.setProperty("hermit.skip", "");
        assertThat(settings.flag("skip", false, false)).isTrue();
        commandLine.setProperty("hermit.skip", "false");
        assertThat(settings.flag("skip", true, true)).isFalse();
    }

    @Test
    void flagRefusesOtherWords() {
        commandLine.setProperty("hermit.skip", "yes");

        assertThatThrownBy(() -> settings.flag("skip", null, false))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("'yes'");
    }

    @Test
    void secondsAreWholeAndPositive() {
        assertThat(settings.seconds("stopTimeout", null, 30)).hasSeconds(30);
        assertThat(settings.seconds("stopTimeout", "5", 30)).hasSeconds(5);
        for (String wrong : List.of("0", "-1", "1.5", "5s", "1000000")) {
            commandLine.setProperty("hermit.stopTimeout", wrong);
            assertThatThrownBy(() -> settings.seconds("stopTimeout", "5", 30))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void namesAreSeparatedByCommas() {
        assertThat(settings.names("modules", List.of())).isEmpty();
        project.setProperty("hermit.modules", "java.sql, jdk.jfr,");
        assertThat(settings.names("modules", null)).containsExactly("java.sql", "jdk.jfr");
        assertThat(settings.names("modules", List.of("a", "b"))).containsExactly("a", "b");
        commandLine.setProperty("hermit.modules", "");
        assertThat(settings.names("modules", List.of("a", "b"))).isEmpty();
    }

    @Test
    void wordsAreSeparatedByBlanksAndMayContainCommas() {
        commandLine.setProperty("hermit.jvmArgs", "-Xlog:gc,safepoint  '-Da=b c' \"-Dd=e f\"");

        assertThat(settings.words("jvmArgs", List.of("-Xint")))
                .containsExactly("-Xlog:gc,safepoint", "-Da=b c", "-Dd=e f");
    }

    @Test
    void openQuoteIsNamed() {
        commandLine.setProperty("hermit.jvmArgs", "'-Da=b");

        assertThatThrownBy(() -> settings.words("jvmArgs", null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("quote")
                .hasMessageContaining("'-Da=b");
    }

    @Test
    void mapsAreJoined() {
        project.setProperty("hermit.environment.A", "project");
        project.setProperty("hermit.environment.B", "project");
        commandLine.setProperty("hermit.environment.C", "command line");
        commandLine.setProperty("hermit.environmentPass", "not of this map");

        assertThat(settings.map("environment", Map.of("B", "configuration", "C", "configuration")))
                .isEqualTo(Map.of("A", "project", "B", "configuration", "C", "command line"));
    }

    @Test
    void emptyElementOfAMapIsAnEmptyValue() {
        Map<String, String> configured = new HashMap<>();
        configured.put("A", null);

        assertThat(settings.map("environment", configured)).isEqualTo(Map.of("A", ""));
    }
}
