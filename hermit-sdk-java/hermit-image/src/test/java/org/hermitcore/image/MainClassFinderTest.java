// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassFinderTest {
    private static final String MAIN = " { public static void main(String[] a) {} }";

    @TempDir
    Path folder;

    @Test
    void findsTheOnlyMainMethod() throws IOException {
        Path classes = TestJars.compile(
                folder,
                Map.of(
                        "Other", "class Other { static void main(String[] a) {} }",
                        "Instance", "class Instance { public void main(String[] a) {} }",
                        "Result", "class Result { public static int main(String[] a) { return 0; } }",
                        "Main", "class Main" + MAIN));

        assertThat(MainClassFinder.find(classes)).isEqualTo("Main");
    }

    @Test
    void findsNestedClassesByTheirBinaryName() throws IOException {
        Path jar = TestJars.jar(folder, "Outer", "class Outer { static class Inner" + MAIN + " }");

        assertThat(MainClassFinder.candidates(jar)).containsExactly("Outer$Inner");
    }

    @Test
    void listsTheCandidatesWhereThereAreSeveral() throws IOException {
        Path classes = TestJars.compile(folder, Map.of("B", "class B" + MAIN, "A", "class A" + MAIN));

        assertThatThrownBy(() -> MainClassFinder.find(classes))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2 classes")
                .hasMessageContaining("choose one of A, B");
    }

    @Test
    void saysWhereThereIsNone() throws IOException {
        Path jar = TestJars.jar(folder, "Library", "class Library {}");

        assertThatThrownBy(() -> MainClassFinder.find(jar))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(jar.toString());
    }

    @Test
    void manifestDecides() throws IOException {
        Path classes = TestJars.compile(folder, Map.of("B", "class B" + MAIN, "A", "class A" + MAIN));
        Path jar = TestJars.jar(
                folder.resolve("app.jar"),
                Map.of(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nMain-Class: B\n\n".getBytes(StandardCharsets.US_ASCII),
                        "A.class",
                        Files.readAllBytes(classes.resolve("A.class")),
                        "B.class",
                        Files.readAllBytes(classes.resolve("B.class"))));

        assertThat(MainClassFinder.find(jar)).isEqualTo("B");
    }
}
