// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hermitcore.image.elf.ProxyFile;
import org.hermitcore.image.jdk.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JDK of a few files, with executables of this machine in place of all native parts. */
class LookAlikeBuilderTest {
    private static final Path STAND_IN = Path.of("/bin/true");
    private static final String OWNER = "test";

    @TempDir
    Path folder;

    @Test
    void looksLikeTheJdk() throws IOException {
        Path home = folder.resolve("made");
        BuildResult result = builder(jdk("jlink")).build(home);

        assertThat(result.output()).isEqualTo(home.resolve("bin/java")).isExecutable();
        assertThat(home.resolve("release")).hasSameTextualContentAs(folder.resolve("jdk/release"));
        try (ProxyFile proxy = ProxyFile.open(result.output())) {
            proxy.verify();
            assertThat(proxy.manifest().value("java.home"))
                    .contains(folder.resolve("jdk").toString());
            assertThat(proxy.manifest().value("program")).contains("/jdk/bin/java");
            assertThat(proxy.manifest().values("arg")).isEmpty();
        }
        try (var entries = Files.list(home)) {
            assertThat(entries.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("bin", "release");
        }
    }

    @Test
    void isMadeOnce() throws IOException {
        Jdk jdk = jdk("jlink");
        Path home = folder.resolve("made");
        assertThat(builder(jdk).build(home).upToDate()).isFalse();
        assertThat(builder(jdk).build(home).upToDate()).isTrue();
        Files.writeString(folder.resolve("jdk/conf/net.properties"), "changed=yes\n");
        assertThat(builder(jdk).build(home).upToDate()).isFalse();
        Files.delete(home.resolve("release"));
        assertThat(builder(jdk).build(home).upToDate()).isFalse();
    }

    @Test
    void incompleteJdkIsRefused() throws IOException {
        Jdk jre = jdk("jdeps");
        assertThatThrownBy(() -> builder(jre))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("has no bin/jlink");
    }

    @Test
    void oneOfManyAtTheSameTimeMakesIt() throws Exception {
        Jdk jdk = jdk("jlink");
        Callable<BuildResult> build = () -> builder(jdk).buildInCache(folder.resolve("cache"), OWNER);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            int made = 0;
            for (Future<BuildResult> result : threads.invokeAll(List.of(build, build, build))) {
                made += result.get().upToDate() ? 0 : 1;
            }
            assertThat(made).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void unusedOnesOfTheSameOwnerAreRemoved() throws IOException {
        Jdk jdk = jdk("jlink");
        Path cache = folder.resolve("cache");
        Path old = builder(jdk).buildInCache(cache, OWNER).output();
        Path others = builder(jdk).buildInCache(cache, "another").output();
        age(old);
        age(others);
        Files.writeString(folder.resolve("jdk/conf/net.properties"), "changed=yes\n");
        Path recent = builder(jdk).buildInCache(cache, OWNER).output();
        assertThat(old.getParent().getParent()).doesNotExist();
        Files.writeString(folder.resolve("jdk/conf/net.properties"), "changed=again\n");
        Path newest = builder(jdk).buildInCache(cache, OWNER).output();
        assertThat(List.of(others, recent, newest)).allMatch(Files::exists);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    private static LookAlikeBuilder builder(Jdk jdk) {
        Natives natives = Natives.bundled().withKernel(STAND_IN).withProxy(STAND_IN);
        return new LookAlikeBuilder(jdk, natives, BuildListener.silent());
    }

    /** A JDK with this tool besides {@code java}; as distributions do, its settings are links. */
    private Jdk jdk(String tool) throws IOException {
        Path home = folder.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(STAND_IN, home.resolve("bin/java"));
        Files.copy(STAND_IN, home.resolve("bin/" + tool));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nMODULES=\"java.base\"\n");
        Files.writeString(home.resolve("lib/modules"), "modules");
        Files.writeString(home.resolve("conf/net.properties"), "original=yes\n");
        Files.writeString(folder.resolve("logging"), "elsewhere=yes\n");
        Files.createSymbolicLink(home.resolve("conf/logging.properties"), folder.resolve("logging"));
        Files.createSymbolicLink(home.resolve("lib/src.zip"), Path.of("nowhere.zip"));
        return Jdk.at(home);
    }
}
