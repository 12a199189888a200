// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A packaged program while it runs. It ends with Maven at the latest. */
final class RunningProgram {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final Thread ender;

    private RunningProgram(Process process) {
        this.process = process;
        this.ender = new Thread(process::destroy);
    }

    static RunningProgram start(ProcessBuilder builder) throws IOException {
        RunningProgram program = new RunningProgram(builder.start());
        Runtime.getRuntime().addShutdownHook(program.ender);
        return program;
    }

    /** What became of a wait for output. */
    enum Outcome {
        SEEN,
        ENDED,
        TIMED_OUT
    }

    /**
     * Waits until the program has written what a pattern finds in one line, or has ended.
     *
     * @param log the file that the program's output goes to
     */
    Outcome awaitOutput(Path log, Pattern pattern, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (Reader reader = Files.newBufferedReader(log, Charset.defaultCharset())) {
            StringBuilder line = new StringBuilder();
            while (true) {
                // Asked before the file is read: what a program wrote just before its end is not missed.
                boolean alive = process.isAlive();
                if (findInNewOutput(reader, line, pattern)) {
                    return Outcome.SEEN;
                }
                if (!alive) {
                    return Outcome.ENDED;
                }
                if (System.nanoTime() >= deadline) {
                    return Outcome.TIMED_OUT;
                }
                process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Looks at each line that has come since the last call, and at the beginning of one that is not complete yet. */
    private static boolean findInNewOutput(Reader reader, StringBuilder line, Pattern pattern) throws IOException {
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c != '\n') {
                line.append((char) c);
            } else if (pattern.matcher(line).find()) {
                return true;
            } else {
                line.setLength(0);
            }
        }
        return pattern.matcher(line).find();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Exit status of a program that has ended. */
    int status() {
        return process.exitValue();
    }

    /**
     * Asks the program to end, as {@code kill} does; where it goes on all the same, ends it.
     *
     * @return whether it ended by itself within the limit
     */
    boolean stop(Duration limit) throws InterruptedException {
        process.destroy();
        boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime) {
            process.destroyForcibly().waitFor();
        }
        forget();
        return inTime;
    }

    /** Waits for the end of the program. */
    int waitFor() throws InterruptedException {
        int status = process.waitFor();
        forget();
        return status;
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            // Maven itself is ending: the hook runs, and finds nothing left to do.
        }
    }
}
