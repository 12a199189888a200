// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a build to a user: a progress bar on a terminal, nothing but warnings elsewhere.
 *
 * @since 0.1.0
 */
public final class ProgressListener implements BuildListener, AutoCloseable {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int UPDATE_MILLIS = 200;

    private final boolean interactive;
    private final Consumer<String> warnings;
    private ProgressBar bar;

    /**
     * @param interactive whether to show a bar; see {@link #isTerminal}
     * @param warnings where warnings go
     */
    public ProgressListener(boolean interactive, Consumer<String> warnings) {
        this.interactive = interactive;
        this.warnings = warnings;
    }

    /** Whether standard error is a terminal on which a line can be written over. */
    public static boolean isTerminal() {
        String term = System.getenv().getOrDefault("TERM", "dumb");
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return !term.equals("dumb") && (device.startsWith("/dev/pts/") || device.startsWith("/dev/tty"));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stepStarted(String what, int number, int steps) {
        if (!interactive) {
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("hermit")
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.stepTo(number - 1L);
        bar.setExtraMessage(what);
    }

    @Override
    public void warned(String message) {
        warnings.accept(message);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
