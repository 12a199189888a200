// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import java.io.IOException;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.InvalidValueException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the image builder, for those who do not use Maven. */
@Command(
        name = "hermit",
        description = "Makes and inspects executables that run a Java program on an isle.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {PackageCommand.class, JdkCommand.class, InspectCommand.class})
public final class Main implements Runnable {
    /** Wrong usage, as for every command of the project. */
    static final int EXIT_USAGE = 2;

    private static final int EXIT_FAILED = 1;

    @Spec
    private CommandSpec spec;

    /** Ends the JVM with 0, 1 where something failed, or 2 where the usage was wrong. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, result) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof InvalidValueException invalid) {
            command.getErr().println("hermit: " + optionName(invalid.setting()) + ": " + invalid.problem());
            return EXIT_USAGE;
        }
        if (failure instanceof ImageException || failure instanceof IOException) {
            command.getErr().println("hermit: " + describe(failure));
            return EXIT_FAILED;
        }
        throw failure;
    }

    /** Messages of the file system are often nothing but a path. */
    private static String describe(Exception failure) {
        return failure instanceof ImageException ? failure.getMessage() : failure.toString();
    }

    /** {@code mainClass} is {@code --main-class} here. */
    static String optionName(String setting) {
        return "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: package, jdk or inspect");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"hermit " + (version == null ? "(not packaged)" : version)};
        }
    }
}
