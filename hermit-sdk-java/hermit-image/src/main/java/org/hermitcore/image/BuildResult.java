// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What came of a build.
 *
 * @param output the executable
 * @param size its size in bytes
 * @param time how long the build took
 * @param upToDate whether the output was left as it was, because nothing that it depends on has changed
 * @since 0.1.0
 */
public record BuildResult(Path output, long size, Duration time, boolean upToDate) {
    private static final double MEBIBYTE = 1 << 20;

    /** One line for the user: path, size, time. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s (%.1f MiB, %s in %.1f s)",
                output,
                size / MEBIBYTE,
                upToDate ? "up to date, checked" : "built",
                time.toMillis() / 1000.0);
    }
}
