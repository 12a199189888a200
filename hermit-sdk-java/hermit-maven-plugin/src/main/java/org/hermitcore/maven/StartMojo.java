// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.InvalidValueException;

/**
 * Starts the project on an isle and lets the build go on, for its integration tests; {@code hermit:stop} ends it. The program has
 * no input; its output, both streams of it, goes to a file. The build fails where the program ends before it is ready.
 *
 * @since 0.1.0
 */
@Mojo(
        name = StartMojo.GOAL,
        defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class StartMojo extends AbstractRunMojo {
    static final String GOAL = "start";

    private static final File NOTHING = new File("/dev/null");

    /** Regular expression found in the line of output that says that the program is ready. Default: it is ready at once. */
    @Parameter(property = "hermit.readyOutput")
    private String readyOutput;

    /** Seconds within which the program must be ready. Default: 60. */
    @Parameter(property = "hermit.startTimeout")
    private String startTimeout;

    /** File for the output of the program. Default: {@code target/<artifactId>-proxy.log}. */
    @Parameter(property = "hermit.log")
    private String log;

    @Inject
    StartMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    protected void run() throws IOException, InterruptedException, MojoFailureException {
        Optional<Pattern> ready = settings().text("readyOutput", readyOutput).map(StartMojo::compile);
        Duration limit = settings().seconds("startTimeout", startTimeout, 60);
        if (startedPrograms().contains(output())) {
            throw new MojoFailureException(
                    "'" + output() + "' was started before and not stopped; bind 'hermit:stop', or"
                            + " give each execution an <output> of its own");
        }
        List<String> command = command();
        Path file = logFile();
        Files.createDirectories(file.getParent());
        RunningProgram program = RunningProgram.start(new ProcessBuilder(command)
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile()));
        if (ready.isPresent()) {
            awaitReady(program, file, ready.get(), limit);
        }
        startedPrograms().add(output(), program);
        getLog().info("started '" + String.join(" ", command) + "', output in " + file);
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new InvalidValueException(
                    "readyOutput", "'" + expression + "' is no regular expression: " + e.getDescription());
        }
    }

    private Path logFile() {
        return settings()
                .text("log", log)
                .map(name -> project.getBasedir().toPath().resolve(name))
                .orElse(Path.of(project.getBuild().getDirectory(), project.getArtifactId() + "-proxy.log"));
    }

    private static void awaitReady(RunningProgram program, Path file, Pattern ready, Duration limit)
            throws IOException, InterruptedException, MojoFailureException {
        RunningProgram.Outcome outcome = program.awaitOutput(file, ready, limit);
        if (outcome == RunningProgram.Outcome.SEEN) {
            return;
        }
        String what = "no output that '" + ready + "' (<readyOutput>) finds, see " + file;
        if (outcome == RunningProgram.Outcome.ENDED) {
            throw new MojoFailureException("the program ended with status " + program.waitFor() + " and gave " + what);
        }
        program.stop(StopMojo.DEFAULT_LIMIT);
        throw new MojoFailureException("within " + limit.toSeconds() + " s (<startTimeout>) the program gave " + what);
    }

    @Override
    protected String goal() {
        return GOAL;
    }
}
