// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Runs the project on an isle. What has changed since it was packaged is packaged first. The program has Maven's terminal, working
 * folder and environment; the build fails where its exit status is not 0.
 *
 * @since 0.1.0
 */
@Mojo(name = RunMojo.GOAL, requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class RunMojo extends AbstractPackageMojo {
    static final String GOAL = "run";

    /** Command line of the program. As a property: separated by blanks. */
    @Parameter
    private List<String> runArguments = new ArrayList<>();

    @Inject
    RunMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    protected void run() throws IOException, MojoFailureException {
        getLog().info(build().summary());
        List<String> command = new ArrayList<>(List.of(output().toString()));
        command.addAll(settings().words("runArguments", runArguments));
        int status = waitFor(new ProcessBuilder(command).inheritIO().start());
        if (status != 0) {
            throw new MojoFailureException("'" + String.join(" ", command) + "' ended with status " + status);
        }
    }

    private static int waitFor(Process process) throws IOException {
        Thread ender = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            int status = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(ender);
            return status;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the program ran", e);
        }
    }

    @Override
    protected String goal() {
        return GOAL;
    }
}
