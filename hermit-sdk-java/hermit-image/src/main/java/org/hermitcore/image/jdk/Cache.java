// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.io.FileTrees;

/**
 * Results that cost seconds, kept for all projects of a user. A name contains the sum of all that the result depends on; so
 * an entry never becomes stale, and it may be deleted at any time. An entry appears complete or not at all, also with
 * several builds at once.
 */
public final class Cache {
    private final Path folder;

    public Cache(Path folder) {
        this.folder = folder;
    }

    /** {@code $XDG_CACHE_HOME/hermit}, or {@code ~/.cache/hermit} where the variable is not set. */
    public static Path defaultFolder() {
        return defaultFolder(System.getenv(), System.getProperty("user.home"));
    }

    static Path defaultFolder(Map<String, String> environment, String home) {
        // The XDG Base Directory Specification says that a relative path there is to be ignored.
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (configured.startsWith("/") ? Path.of(configured) : Path.of(home, ".cache")).resolve("hermit");
    }

    /** Writes one file or fills one folder at a path that does not exist yet. */
    @FunctionalInterface
    public interface Producer {
        void produce(Path path) throws IOException;
    }

    /** The file or folder of that name, made by {@code producer} where the cache does not have it; not to be changed. */
    public Path get(String name, Producer producer) throws IOException {
        Path entry = folder.resolve(name);
        if (Files.exists(entry)) {
            return entry;
        }
        Path partial = createPartial();
        try {
            producer.produce(partial.resolve(name));
            publish(partial.resolve(name), entry);
        } finally {
            FileTrees.delete(partial);
        }
        return entry;
    }

    private Path createPartial() throws IOException {
        try {
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, "partial-");
        } catch (FileSystemException e) {
            throw new ImageException(
                    "the cache folder '" + folder + "' cannot be written; set XDG_CACHE_HOME to a folder that can", e);
        }
    }

    private static void publish(Path made, Path entry) throws IOException {
        try {
            Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another build was faster; its result is as good. For a folder that is no more specific exception.
            if (!Files.exists(entry)) {
                throw e;
            }
        }
    }
}
