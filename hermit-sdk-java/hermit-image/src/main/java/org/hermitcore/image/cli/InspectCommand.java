// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hermitcore.image.ProxyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in an executable. */
@Command(
        name = "inspect",
        description = "Shows what is in an executable made by 'package', and checks it.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The executable.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ProxyReport.describe(file).forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
