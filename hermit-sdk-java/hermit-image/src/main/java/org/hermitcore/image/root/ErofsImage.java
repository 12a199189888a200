// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.io.Tool;

/**
 * Makes an EROFS image of a root tree with {@code mkfs.erofs}.
 *
 * <p>The contents of each file begin at a block of their own, uncompressed: the isle maps them where they lie. All files
 * belong to root, have the same time and no extended attributes, and the UUID is fixed: the same tree gives the same
 * bytes.
 */
public final class ErofsImage {
    private static final String COMMAND = "mkfs.erofs";
    private static final String UUID = "00000000-0000-4000-8000-4845524d4954";

    private ErofsImage() {}

    /**
     * Writes the image.
     *
     * @param time modification time of all files, in whole seconds
     */
    public static void write(Path tree, Path image, Instant time) throws IOException {
        Path command = Tool.onPath(COMMAND)
                .orElseThrow(() -> new ImageException("there is no '" + COMMAND
                        + "' on PATH; install erofs-utils (Debian, Ubuntu: apt-get install erofs-utils)"));
        Files.deleteIfExists(image);
        Tool.of(command)
                .add("--quiet", "--all-root", "-x-1", "-T" + time.getEpochSecond(), "-U", UUID)
                // Without it the last part of a file shares a block with its inode, where it cannot be mapped.
                .add("-E", "noinline_data")
                .add(image, tree)
                .run();
    }
}
