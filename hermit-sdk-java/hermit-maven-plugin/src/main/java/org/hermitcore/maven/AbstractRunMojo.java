// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/** A goal that starts the executable, after it has packaged what has changed. */
abstract class AbstractRunMojo extends AbstractPackageMojo {
    /** Command line of the program. As a property: separated by blanks. */
    @Parameter
    private List<String> runArguments = new ArrayList<>();

    AbstractRunMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    /** Packages what has changed. Returns the command that starts the program. */
    protected final List<String> command() throws IOException {
        getLog().info(build().summary());
        List<String> command = new ArrayList<>(List.of(output().toString()));
        command.addAll(settings().words("runArguments", runArguments));
        return command;
    }
}
