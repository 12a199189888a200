// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hermitcore.image.BuildResult;
import org.hermitcore.image.ImageBuilder;
import org.hermitcore.image.ImageConfiguration;
import org.hermitcore.image.InvalidValueException;
import org.hermitcore.image.MainClassFinder;
import org.hermitcore.image.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an executable of a jar. Each option has the name of the Maven plugin's parameter. */
@Command(
        name = "package",
        description = "Makes one Linux executable of a jar, its dependencies and a JDK.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PackageCommand implements Callable<Integer> {
    @Option(
            names = "--jar",
            required = true,
            paramLabel = "JAR",
            description = "The program's jar or folder of classes.")
    private Path jar;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The executable to make.")
    private Path output;

    @Option(
            names = "--main-class",
            paramLabel = "CLASS",
            description = "Default: the one that the jar names, or the only one with a main method.")
    private String mainClass;

    @Option(
            names = "--class-path",
            split = ":",
            paramLabel = "PATH",
            description = "More jars and folders of classes, separated by ':'.")
    private List<Path> classPath = new ArrayList<>();

    @Option(names = "--modules", split = ",", paramLabel = "NAME", description = "Modules that jdeps does not see.")
    private List<String> modules = new ArrayList<>();

    @Option(names = "--jvm-arg", paramLabel = "OPTION", description = "An option for the JVM, for example -Xmx1g.")
    private List<String> jvmArgs = new ArrayList<>();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable, set unless the caller has it.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(names = "--env-pass", paramLabel = "GLOB", description = "Variables handed on; default: all.")
    private List<String> environmentPass = new ArrayList<>();

    @Option(names = "--working-directory", paramLabel = "PATH", description = "On the isle; default: the caller's.")
    private String workingDirectory;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Default for HERMIT_MEM, for example 512M.")
    private String memory;

    @Option(names = "--cores", paramLabel = "N", description = "Default for HERMIT_CORES.")
    private String cores;

    @Option(names = "--overlay", paramLabel = "FOLDER", description = "Files laid over the root file system.")
    private Path overlay;

    @Option(names = "--no-cds", description = "Leave out the JDK's class data archive: smaller, slower to start.")
    private boolean noClassDataSharing;

    @Mixin
    private Ingredients ingredients;

    @Parameters(paramLabel = "ARGUMENT", description = "Arguments that the program always gets first; after '--'.")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildResult result;
        try (ProgressListener progress =
                new ProgressListener(ProgressListener.isTerminal(), ingredients.warnings(spec))) {
            result = new ImageBuilder(configuration(), progress).build();
        }
        spec.commandLine().getOut().println(result.summary());
        return 0;
    }

    private ImageConfiguration configuration() throws IOException {
        if (!Files.isReadable(jar)) {
            throw new InvalidValueException("jar", "'" + jar + "' does not exist or cannot be read");
        }
        List<Path> elements = new ArrayList<>(List.of(jar));
        elements.addAll(classPath);
        ImageConfiguration.Builder builder = ImageConfiguration.builder(output)
                .jdk(ingredients.jdk())
                .classPath(elements)
                .modules(modules)
                .jvmArgs(jvmArgs)
                .arguments(arguments)
                .environment(environment)
                .environmentPass(environmentPass)
                .workingDirectory(workingDirectory)
                .memory(memory)
                .cores(cores)
                .overlay(overlay)
                .classDataSharing(!noClassDataSharing)
                .natives(ingredients.natives());
        return builder.mainClass(mainClass == null ? MainClassFinder.find(jar) : mainClass)
                .build();
    }
}
