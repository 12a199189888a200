// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.jar.JarFile;
import org.hermitcore.image.TestJars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class JavaCppNativesTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ENTRY = "org/example/linux-x86_64/liba.so.1";

    @TempDir
    Path folder;

    @TempDir
    Path jars;

    @Test
    void nativesLieWhereTheLoaderExtractsThem() throws IOException {
        Application application = add(natives());

        assertThat(folder.resolve("app/javacpp/natives.jar").resolve(ENTRY)).hasContent("library");
        assertThat(folder.resolve("app/javacpp/natives.jar/org/example/linux-x86_64/data.txt"))
                .doesNotExist();
        assertThat(application.jvmOptions()).containsExactly("-Dorg.bytedeco.javacpp.cachedir=/app/javacpp");
    }

    @Test
    void entriesHaveTheTimeOfTheFilesInEveryTimeZone() throws IOException {
        add(natives());

        TimeZone before = TimeZone.getDefault();
        try (JarFile jar = new JarFile(folder.resolve("app/lib/natives.jar").toFile())) {
            for (String zone : List.of("UTC", "Asia/Tokyo", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                assertThat(jar.getJarEntry(ENTRY).getTime()).as(zone).isEqualTo(TIME.toEpochMilli());
            }
            assertThat(jar.getInputStream(jar.getJarEntry(ENTRY))).hasContent("library");
            assertThat(jar.size()).isEqualTo(2);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void sameJarWhateverTheTimeZoneOfTheBuilder() throws IOException {
        Path jar = natives();
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
            add(jar);
            byte[] first = Files.readAllBytes(folder.resolve("app/lib/natives.jar"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            add(jar);
            assertThat(folder.resolve("app/lib/natives.jar")).hasBinaryContent(first);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void foldersAreWritableForTheLoader() throws IOException {
        add(natives());

        for (String name : List.of("app/javacpp", "app/javacpp/natives.jar/org/example/linux-x86_64")) {
            assertThat((int) Files.getAttribute(folder.resolve(name), "unix:mode") & 0777)
                    .as(name)
                    .isEqualTo(0777);
        }
    }

    @Test
    void renamedLibraryIsALink() throws IOException {
        add(natives(), TestJars.jar(jars.resolve("presets.jar"), Map.of("P.class", presets("a@.1#b@.2"))));

        Path link = folder.resolve("app/javacpp/natives.jar/org/example/linux-x86_64/libb.so.2");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("liba.so.1"));
    }

    /** A class with {@code @Properties(@Platform(preload = {text}))}. */
    private static byte[] presets(String text) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, 0, "P", null, "java/lang/Object", null);
        AnnotationVisitor properties = writer.visitAnnotation("Lorg/bytedeco/javacpp/annotation/Properties;", true);
        AnnotationVisitor platforms = properties.visitArray("value");
        AnnotationVisitor platform = platforms.visitAnnotation(null, "Lorg/bytedeco/javacpp/annotation/Platform;");
        AnnotationVisitor preload = platform.visitArray("preload");
        preload.visit(null, text);
        preload.visitEnd();
        platform.visitEnd();
        platforms.visitEnd();
        properties.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void otherJarsAreCopiedAsTheyAre() throws IOException {
        Path jar = TestJars.jar(jars.resolve("plain.jar"), Map.of("a.txt", bytes("text")));
        Application application = add(jar);

        assertThat(folder.resolve("app/lib/plain.jar")).hasSameBinaryContentAs(jar);
        assertThat(application.jvmOptions()).isEmpty();
    }

    @Test
    void filesOfTheSameNameGetDifferentOnes() throws IOException {
        Path first = TestJars.jar(jars.resolve("same.jar"), Map.of("a.txt", bytes("1")));
        Files.createDirectory(jars.resolve("other"));
        Path second = TestJars.jar(jars.resolve("other/same.jar"), Map.of("a.txt", bytes("2")));
        Application application = add(first, second);

        assertThat(application.classPath()).isEqualTo("/app/lib/same.jar:/app/lib/2-same.jar");
        assertThat(folder.resolve("app/lib/2-same.jar")).hasSameBinaryContentAs(second);
    }

    private Application add(Path... classPath) throws IOException {
        return Application.addTo(new RootTree(folder), List.of(classPath), TIME);
    }

    private Path natives() throws IOException {
        return TestJars.jar(
                jars.resolve("natives.jar"),
                Map.of(ENTRY, bytes("library"), "org/example/linux-x86_64/data.txt", bytes("data")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
