// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.io.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeImageTest {
    private static final SortedSet<String> BASE = new TreeSet<>(List.of("java.base"));

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Jdk jdk;

    @BeforeEach
    void setUp() throws IOException {
        jdk = Jdk.at(Path.of(System.getProperty("java.home")));
    }

    @Test
    void sameBytesEachTimeAndAnArchiveThatTheJvmTakes() throws Exception {
        Path first = builder("first").build(BASE, true);
        Path second = besideOtherWork(() -> builder("second").build(BASE, true));

        String modules = Tool.of(first.resolve("bin/java"))
                .add("-Xshare:on", "--list-modules")
                .run();
        assertThat(modules).startsWith("java.base@").doesNotContain("\n");
        assumeTrue(warnings.isEmpty(), () -> "this machine cannot make archives repeatably: " + warnings);
        assertThat(sum(second)).isEqualTo(sum(first));
    }

    private static String sum(Path image) throws IOException {
        return new Digest().addTree("image", image).toHex();
    }

    @Test
    void withoutClassDataSharingThereIsNoArchive() throws IOException {
        Path image = builder("cache").build(BASE, false);

        assertThat(image.resolve("lib/server/classes.jsa")).doesNotExist();
        assertThat(Files.size(image.resolve("lib/modules"))).isPositive();
    }

    @Test
    void keyDependsOnAllThatDecides() throws IOException {
        RuntimeImage image = builder("cache");
        SortedSet<String> more = new TreeSet<>(List.of("java.base", "java.sql"));

        assertThat(image.key(BASE, true)).isEqualTo(image.key(BASE, true));
        assertThat(List.of(image.key(BASE, true), image.key(BASE, false), image.key(more, true)))
                .doesNotHaveDuplicates();
    }

    /** With all cores busy, so that the order in which the threads of a command run is not the usual one. */
    private static <T> T besideOtherWork(Callable<T> work) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(() -> spin(ended), "busy-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try {
            return work.call();
        } finally {
            ended.set(true);
        }
    }

    private static void spin(AtomicBoolean ended) {
        while (!ended.get()) {
            Thread.onSpinWait();
        }
    }

    private RuntimeImage builder(String cache) {
        return new RuntimeImage(jdk, new Cache(folder.resolve(cache)), warnings::add);
    }
}
