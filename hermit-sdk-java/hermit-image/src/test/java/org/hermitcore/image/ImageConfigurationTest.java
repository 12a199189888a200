// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hermitcore.image.jdk.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void acceptsTheSmallestConfiguration() throws IOException {
        ImageConfiguration configuration = complete().build();

        assertThat(configuration.name()).isEqualTo("out");
        assertThat(configuration.memory()).isEmpty();
        assertThat(configuration.classDataSharing()).isTrue();
    }

    @Test
    void acceptsWhatIsDocumented() throws IOException {
        for (String memory : List.of("512M", "1G", "16G")) {
            assertThat(complete().memory(memory).build().memory()).contains(memory);
        }
        for (String mainClass : List.of("Main", "com.example.Main", "a.B$C", "größe.Ä")) {
            assertThat(complete().mainClass(mainClass).build().mainClass()).isEqualTo(mainClass);
        }
    }

    @Test
    void refusesWrongValuesByNameAndValue() throws IOException {
        for (String memory : List.of("512", "0M", "1T", "-1G", "1.5G", "1g", "M")) {
            assertRefused("memory", "'" + memory + "'", builder -> builder.memory(memory));
        }
        for (String cores : List.of("0", "-1", "two", "1.5", "10000")) {
            assertRefused("cores", "'" + cores + "'", builder -> builder.cores(cores));
        }
        for (String mainClass : List.of("", "a..B", "com/example/Main", "Main.", "1Main")) {
            assertRefused("mainClass", "'" + mainClass + "'", builder -> builder.mainClass(mainClass));
        }
        assertRefused("workingDirectory", "'tmp'", builder -> builder.workingDirectory("tmp"));
        assertRefused("environment", "'A=B'", builder -> builder.environment(Map.of("A=B", "C")));
        assertRefused("overlay", "none", builder -> builder.overlay(folder.resolve("none")));
        assertRefused("classPath", "none.jar", builder -> builder.classPath(List.of(folder.resolve("none.jar"))));
    }

    @Test
    void refusesWhatIsMissing() throws IOException {
        assertRefused("jdk", "no JDK", builder -> builder.jdk(null));
        assertRefused("mainClass", "no main class", builder -> builder.mainClass(null));
    }

    @Test
    void refusesAFolderAsOutput() {
        InvalidValueException e =
                catchThrowableOfType(InvalidValueException.class, () -> ImageConfiguration.builder(folder)
                        .jdk(Jdk.at(Path.of(System.getProperty("java.home"))))
                        .mainClass("Main")
                        .classPath(List.of(folder))
                        .build());
        assertThat(e.setting()).isEqualTo("output");
    }

    private void assertRefused(String setting, String problem, UnaryOperator<ImageConfiguration.Builder> change)
            throws IOException {
        ImageConfiguration.Builder builder = change.apply(complete());
        InvalidValueException e = catchThrowableOfType(InvalidValueException.class, builder::build);
        assertThat(e).as(setting + " " + problem).isNotNull();
        assertThat(e.setting()).isEqualTo(setting);
        assertThat(e.problem()).contains(problem);
    }

    private ImageConfiguration.Builder complete() throws IOException {
        Path jar = folder.resolve("some.jar");
        if (!Files.exists(jar)) {
            Files.createFile(jar);
        }
        return ImageConfiguration.builder(folder.resolve("out"))
                .jdk(Jdk.at(Path.of(System.getProperty("java.home"))))
                .mainClass("Main")
                .classPath(List.of(jar));
    }
}
