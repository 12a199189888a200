// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hermitcore.image.ImageException;

/** A command of the machine or of a JDK, run with a time limit; what it prints is kept for messages. */
public final class Tool {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int LINES_SHOWN = 15;

    private final List<String> command = new ArrayList<>();

    private Tool(List<String> command) {
        this.command.addAll(command);
    }

    public static Tool of(Path executable) {
        return new Tool(List.of(executable.toString()));
    }

    public static Tool of(List<String> command) {
        return new Tool(command);
    }

    /** Looks a command up on {@code PATH}, then in the folders of the system's administrator, which users often lack. */
    public static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin:/sbin";
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    public Tool add(Object... arguments) {
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return this;
    }

    /**
     * Runs the command.
     *
     * @return what it printed on both streams, without white space at the ends
     * @throws ImageException where it fails or takes longer than ten minutes, with the end of its output
     */
    public String run() throws IOException {
        Outcome outcome = start();
        if (outcome.status != 0) {
            throw new ImageException("'" + String.join(" ", command) + "' ended with status " + outcome.status + ":\n"
                    + lastLines(outcome.output));
        }
        return outcome.output;
    }

    /** Whether the command can be run and succeeds. */
    public boolean succeeds() {
        try {
            return start().status == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Outcome start() throws IOException {
        Path log = Files.createTempFile("hermit-tool", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log.toFile());
            // The caller's options for JVMs are not meant for the tools of the JDK, and their notices would mix with
            // results.
            builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
            Process process = builder.start();
            waitFor(process);
            return new Outcome(process.exitValue(), readText(log).strip());
        } finally {
            Files.delete(log);
        }
    }

    private void waitFor(Process process) throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ImageException(
                        "'" + command.get(0) + "' did not end within " + LIMIT.toMinutes() + " minutes and was ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while '" + command.get(0) + "' ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String readText(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private record Outcome(int status, String output) {}
}
