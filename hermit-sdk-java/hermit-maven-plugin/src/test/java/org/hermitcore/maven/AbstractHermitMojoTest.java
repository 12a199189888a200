// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.hermitcore.image.ImageConfiguration;
import org.hermitcore.image.InvalidValueException;
import org.junit.jupiter.api.Test;

class AbstractHermitMojoTest {
    @Test
    void errorsNameElementPropertyAndValue() {
        assertThat(AbstractHermitMojo.describe(new InvalidValueException("memory", "'x' is wrong")))
                .isEqualTo("<memory> (-Dhermit.memory): 'x' is wrong");
    }

    /** Errors name settings of the image builder; each must be a parameter of the plugin, or be made by it. */
    @Test
    void settingsOfTheBuilderAreParameters() {
        Set<String> made = Set.of("classPath", "name", "time", "cache", "natives", "build");
        Set<String> parameters = Stream.<Class<?>>iterate(
                        AbstractPackageMojo.class, type -> type != AbstractMojo.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .map(Field::getName)
                .collect(Collectors.toSet());
        Set<String> settings = Arrays.stream(ImageConfiguration.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(method -> method.getName())
                .filter(name -> !made.contains(name))
                .collect(Collectors.toSet());

        assertThat(settings).isNotEmpty();
        assertThat(parameters).containsAll(settings).contains("kernel", "proxy");
    }
}
