// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hermitcore.image.BuildResult;
import org.hermitcore.image.LookAlikeBuilder;
import org.hermitcore.image.ProgressListener;
import org.hermitcore.image.jdk.Cache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a folder that looks like a JDK, whose {@code java} starts isles. */
@Command(
        name = "jdk",
        description = "Makes a folder that looks like a JDK, whose bin/java runs programs on an isle; prints its path.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class JdkCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "The folder to make. Default: one in the cache, which is made once.")
    private Path output;

    @Option(names = "--owner", paramLabel = "NAME", hidden = true, defaultValue = "hermit")
    private String owner;

    @Mixin
    private Ingredients ingredients;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildResult result;
        try (ProgressListener progress =
                new ProgressListener(ProgressListener.isTerminal(), ingredients.warnings(spec))) {
            LookAlikeBuilder builder = new LookAlikeBuilder(ingredients.jdk(), ingredients.natives(), progress);
            result = output == null ? builder.buildInCache(Cache.defaultFolder(), owner) : builder.build(output);
        }
        spec.commandLine().getErr().println("hermit: " + result.summary());
        spec.commandLine().getOut().println(result.output().getParent().getParent());
        return 0;
    }
}
