// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hermitcore.image.elf.ProxyFile;
import org.hermitcore.image.io.Tool;
import org.hermitcore.image.jdk.Jdk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds whole images of a small program, with executables of this machine in place of kernel and proxy. */
class ImageBuilderTest {
    private static final Path STAND_IN = Path.of("/bin/true");

    /** Shared by all tests, because making a run-time image takes seconds. */
    @TempDir
    static Path cache;

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void compile() throws IOException {
        jar = TestJars.jar(
                folder,
                "Main",
                "class Main { public static void main(String[] a) { System.out.println(\"isle \" + String.join(\"|\", a)); } }");
    }

    @Test
    void imageHoldsAProgramThatRuns() throws IOException {
        build("out", builder -> builder);

        Path root = extract("out");
        String printed = Tool.of(root.resolve("jdk/bin/java"))
                .add("-Xshare:on", "-cp", root.resolve("app/lib/Main.jar"), "Main", "a", "b c")
                .run();
        assertThat(printed).isEqualTo("isle a|b c");
        assertThat(root.resolve("lib64/ld-linux-x86-64.so.2")).isExecutable();
    }

    @Test
    void manifestSaysHowToRunIt() throws IOException {
        build("out", builder -> builder.name("program")
                .jvmArgs(List.of("-Xmx64m"))
                .arguments(List.of("first"))
                .environment(Map.of("B", "2", "A", "1"))
                .environmentPass(List.of("LANG", "LC_*"))
                .workingDirectory("/tmp")
                .memory("512M")
                .cores("2"));

        Manifest manifest = manifest("out");
        assertThat(manifest.value("name")).contains("program");
        assertThat(manifest.value("program")).contains("/jdk/bin/java");
        assertThat(manifest.values("arg")).containsSubsequence("-Xmx64m", "-cp", "/app/lib/Main.jar", "Main", "first");
        assertThat(manifest.values("env")).containsExactly("A=1", "B=2");
        assertThat(manifest.values("env.pass")).containsExactly("LANG", "LC_*");
        assertThat(manifest.value("cwd")).contains("/tmp");
        assertThat(manifest.value("memory")).contains("512M");
        assertThat(manifest.value("cores")).contains("2");
        assertThat(manifest.value("x-main-class")).contains("Main");
    }

    @Test
    void checksumsAreThoseOfTheSections() throws IOException {
        build("out", builder -> builder);

        try (ProxyFile proxy = ProxyFile.open(folder.resolve("out"))) {
            proxy.verify();
        }
        assertThat(ProxyReport.describe(folder.resolve("out"))).contains("checksums: correct");
    }

    @Test
    void sameInputGivesTheSameBytes() throws IOException {
        build("one", builder -> builder.name("same"));
        build("two", builder -> builder.name("same"));

        assertThat(folder.resolve("two")).hasSameBinaryContentAs(folder.resolve("one"));
    }

    @Test
    void unchangedInputIsNotBuiltAgainAndAnyChangeIs() throws IOException {
        assertThat(build("out", builder -> builder).upToDate()).isFalse();
        assertThat(build("out", builder -> builder).upToDate()).isTrue();
        assertThat(build("out", builder -> builder.memory("1G")).upToDate()).isFalse();
        assertThat(build("out", builder -> builder.memory("1G").arguments(List.of("x")))
                        .upToDate())
                .isFalse();
        jar = TestJars.jar(folder, "Main", "class Main { public static void main(String[] a) {} }");
        assertThat(build("out", builder -> builder.memory("1G").arguments(List.of("x")))
                        .upToDate())
                .isFalse();
        Files.writeString(folder.resolve("out"), "damaged");
        assertThat(build("out", builder -> builder).upToDate()).isFalse();
    }

    @Test
    void overlayIsLaidOverTheRoot() throws IOException {
        Path overlay = Files.createDirectories(folder.resolve("overlay/etc"));
        Files.writeString(overlay.resolve("hosts"), "127.0.0.1 other\n");
        Files.writeString(overlay.resolve("new"), "new");
        Files.setAttribute(overlay.resolve("new"), "unix:mode", 0750);
        build("out", builder -> builder.overlay(folder.resolve("overlay")));

        Path root = extract("out");
        assertThat(root.resolve("etc/hosts")).hasContent("127.0.0.1 other\n");
        assertThat(root.resolve("etc/passwd")).exists();
        assertThat(root.resolve("etc/new")).isExecutable();
    }

    @Test
    void leavesNothingBehind() throws IOException {
        build("target/out", builder -> builder);

        assertThat(folder.resolve("target").toFile().list()).containsExactly("out");
    }

    private BuildResult build(String name, UnaryOperator<ImageConfiguration.Builder> change) throws IOException {
        ImageConfiguration.Builder builder = ImageConfiguration.builder(folder.resolve(name))
                .jdk(Jdk.at(Path.of(System.getProperty("java.home"))))
                .mainClass("Main")
                .classPath(List.of(jar))
                .natives(Natives.bundled().withKernel(STAND_IN).withProxy(STAND_IN))
                .cache(cache);
        return new ImageBuilder(change.apply(builder).build(), BuildListener.silent()).build();
    }

    private Manifest manifest(String name) throws IOException {
        try (ProxyFile proxy = ProxyFile.open(folder.resolve(name))) {
            return proxy.manifest();
        }
    }

    /** The root file system, unpacked by the tools of EROFS. */
    private Path extract(String name) throws IOException {
        Path image = folder.resolve(name + ".erofs");
        Path root = folder.resolve(name + ".root");
        Tool.of(List.of("objcopy", "-O", "binary", "--only-section=" + ProxyFile.ROOT_IMAGE))
                .add("--set-section-flags", ProxyFile.ROOT_IMAGE + "=alloc", folder.resolve(name), image)
                .run();
        Tool.of(List.of("fsck.erofs", "--extract=" + root, "--no-preserve-owner", image.toString()))
                .run();
        return root;
    }
}
