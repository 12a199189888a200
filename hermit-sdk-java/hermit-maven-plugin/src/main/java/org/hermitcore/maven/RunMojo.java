// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Runs the project on an isle. What has changed since it was packaged is packaged first. The program has Maven's terminal, working
 * folder and environment; the build fails where its exit status is not 0.
 *
 * @since 0.1.0
 */
@Mojo(name = RunMojo.GOAL, requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class RunMojo extends AbstractRunMojo {
    static final String GOAL = "run";

    @Inject
    RunMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    protected void run() throws IOException, InterruptedException, MojoFailureException {
        List<String> command = command();
        int status =
                RunningProgram.start(new ProcessBuilder(command).inheritIO()).waitFor();
        if (status != 0) {
            throw new MojoFailureException("'" + String.join(" ", command) + "' ended with status " + status);
        }
    }

    @Override
    protected String goal() {
        return GOAL;
    }
}
