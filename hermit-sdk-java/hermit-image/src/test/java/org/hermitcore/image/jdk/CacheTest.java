// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.hermitcore.image.ImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    Path folder;

    @Test
    void producesOnce() throws IOException {
        Cache cache = new Cache(folder.resolve("cache"));
        Path first = cache.get("entry", path -> Files.writeString(path, "made"));
        Path second = cache.get("entry", path -> {
            throw new AssertionError("produced twice");
        });

        assertThat(first).isEqualTo(second).hasContent("made");
    }

    @Test
    void failureLeavesNothing() {
        Cache cache = new Cache(folder);
        assertThatThrownBy(() -> cache.get("entry", path -> {
                    Files.createDirectory(path);
                    Files.writeString(path.resolve("half"), "x");
                    throw new IOException("failed");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("failed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void buildsAtTheSameTimeGetTheSameEntry() throws Exception {
        Cache cache = new Cache(folder);
        CyclicBarrier barrier = new CyclicBarrier(2);
        Thread[] threads = IntStream.range(0, 2)
                .mapToObj(i -> new Thread(() -> produceTogether(cache, barrier)))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(10_000);
        }

        assertThat(folder.resolve("entry/file")).hasContent("x");
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("entry"));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static void produceTogether(Cache cache, CyclicBarrier barrier) {
        try {
            cache.get("entry", path -> {
                Files.createDirectory(path);
                Files.writeString(path.resolve("file"), "x");
                await(barrier);
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new Cache(file.resolve("cache")).get("entry", path -> {}))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("XDG_CACHE_HOME");
    }

    @Test
    void defaultFolderFollowsTheXdgSpecification() {
        assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", "/c"), "/home/u"))
                .hasToString("/c/hermit");
        assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", "relative"), "/home/u"))
                .hasToString("/home/u/.cache/hermit");
        assertThat(Cache.defaultFolder(Map.of(), "/home/u")).hasToString("/home/u/.cache/hermit");
    }
}
