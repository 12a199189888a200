// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hermitcore.image.InvalidValueException;
import org.hermitcore.image.TestJars;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleFinderTest {
    @TempDir
    Path folder;

    private ModuleFinder finder;

    @BeforeEach
    void setUp() throws IOException {
        finder = new ModuleFinder(Jdk.at(Path.of(System.getProperty("java.home"))), new Cache(folder.resolve("cache")));
    }

    @Test
    void addsWhatProgramsUseWithoutSayingSo() throws IOException {
        Path jar = TestJars.jar(folder, "Plain", "class Plain {}");

        assertThat(finder.find(List.of(jar), List.of()))
                .containsExactly("java.base", "java.management", "jdk.unsupported");
    }

    @Test
    void findsModulesOfAllElements() throws IOException {
        Path sql = TestJars.jar(folder, "Sql", "class Sql { java.sql.Connection c; }");
        Path http = TestJars.compile(folder, Map.of("Http", "class Http { java.net.http.HttpClient c; }"));

        assertThat(finder.find(List.of(sql, http), List.of("jdk.jfr")))
                .contains("java.sql", "java.net.http", "jdk.jfr");
    }

    @Test
    void noticesTheVectorApi() throws IOException {
        Path jar = TestJars.jar(
                folder.resolve("vector.jar"), Map.of("V.class", classNaming("jdk/incubator/vector/FloatVector")));

        assertThat(finder.find(List.of(jar), List.of())).contains(ModuleFinder.VECTOR_MODULE);
    }

    /** A class with a field of that class. */
    private static byte[] classNaming(String type) {
        org.objectweb.asm.ClassWriter writer = new org.objectweb.asm.ClassWriter(0);
        writer.visit(org.objectweb.asm.Opcodes.V17, 0, "V", null, "java/lang/Object", null);
        writer.visitField(0, "f", "L" + type + ";", null, null).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void takesTheVariantForTheReleaseOfAMultiReleaseJar() throws IOException {
        Path base = TestJars.compile(folder.resolve("base"), Map.of("M", "class M {}"));
        Path newer = TestJars.compile(folder.resolve("newer"), Map.of("M", "class M { java.sql.Connection c; }"));
        Path tooNew =
                TestJars.compile(folder.resolve("too-new"), Map.of("M", "class M { java.net.http.HttpClient c; }"));
        Path jar = TestJars.jar(
                folder.resolve("multi.jar"),
                Map.of(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nMulti-Release: true\n\n".getBytes(StandardCharsets.US_ASCII),
                        "M.class",
                        Files.readAllBytes(base.resolve("M.class")),
                        "META-INF/versions/11/M.class",
                        Files.readAllBytes(newer.resolve("M.class")),
                        "META-INF/versions/99/M.class",
                        Files.readAllBytes(tooNew.resolve("M.class"))));

        assertThat(finder.find(List.of(jar), List.of())).contains("java.sql").doesNotContain("java.net.http");
    }

    @Test
    void modularJarOnTheClassPathIsLikeAnyOther() throws IOException {
        Path jar = TestJars.jar(
                folder.resolve("modular.jar"),
                Map.of("module-info.class", moduleRequiring("a.module.that.is.not.there")));

        assertThat(finder.find(List.of(jar), List.of())).contains("java.base");
    }

    private static byte[] moduleRequiring(String required) {
        org.objectweb.asm.ClassWriter writer = new org.objectweb.asm.ClassWriter(0);
        writer.visit(
                org.objectweb.asm.Opcodes.V17, org.objectweb.asm.Opcodes.ACC_MODULE, "module-info", null, null, null);
        org.objectweb.asm.ModuleVisitor module = writer.visitModule("m", 0, null);
        module.visitRequire("java.base", 0, null);
        module.visitRequire(required, 0, null);
        module.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void remembersTheResult() throws IOException {
        Path jar = TestJars.jar(folder, "Plain", "class Plain {}");
        finder.find(List.of(jar), List.of());
        long entries = countEntries();
        finder.find(List.of(jar), List.of("java.sql"));

        assertThat(entries).isEqualTo(1);
        assertThat(countEntries()).isEqualTo(1);
    }

    private long countEntries() {
        return folder.resolve("cache").toFile().list().length;
    }

    @Test
    void unknownModuleIsNamed() {
        assertThatThrownBy(() -> finder.find(List.of(), List.of("java.sqll")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("'java.sqll'")
                .hasMessageContaining("--list-modules");
    }
}
