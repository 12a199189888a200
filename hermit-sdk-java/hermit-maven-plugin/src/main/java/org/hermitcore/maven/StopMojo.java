// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Ends the program that {@code hermit:start} has started, as {@code kill} does, so that its shutdown hooks run. The build fails where
 * the program does not end in time, or had ended before with another status than 0.
 *
 * @since 0.1.0
 */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class StopMojo extends AbstractHermitMojo {
    static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    /** Seconds within which the program must end. Default: 30. */
    @Parameter(property = "hermit.stopTimeout")
    private String stopTimeout;

    @Override
    protected void run() throws InterruptedException, MojoFailureException {
        Duration limit = settings().seconds("stopTimeout", stopTimeout, DEFAULT_LIMIT.toSeconds());
        Optional<RunningProgram> started = startedPrograms().remove(output());
        if (started.isEmpty()) {
            getLog().info("'" + output() + "' was not started in this build");
            return;
        }
        RunningProgram program = started.get();
        if (!program.isAlive()) {
            int status = program.waitFor();
            if (status != 0) {
                throw new MojoFailureException("'" + output() + "' had ended before, with status " + status);
            }
            getLog().info("'" + output() + "' had ended before");
        } else if (program.stop(limit)) {
            getLog().info("stopped '" + output() + "'");
        } else {
            throw new MojoFailureException("'" + output() + "' did not end within " + limit.toSeconds()
                    + " s (<stopTimeout>) of SIGTERM and was killed");
        }
    }
}
