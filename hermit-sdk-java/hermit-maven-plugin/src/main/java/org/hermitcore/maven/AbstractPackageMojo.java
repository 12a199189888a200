// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.archiver.MavenArchiver;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.BuildResult;
import org.hermitcore.image.ImageBuilder;
import org.hermitcore.image.ImageConfiguration;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.MainClassFinder;
import org.hermitcore.image.ProgressListener;
import org.hermitcore.image.jdk.Jdk;

/** A goal that makes the executable: turns parameters and project into the configuration of an image. */
abstract class AbstractPackageMojo extends AbstractBuildMojo {
    /**
     * Class to start. Default: the one in the configuration of the jar, shade or assembly plugin, else in the jar's manifest, else
     * the only one in the jar with a main method.
     */
    @Parameter(property = "hermit.mainClass")
    private String mainClass;

    /** Modules that jdeps does not see: of services, of reflection. As a property: separated by commas. */
    @Parameter
    private List<String> modules = new ArrayList<>();

    /** Options for the JVM. As a property: separated by blanks. */
    @Parameter
    private List<String> jvmArgs = new ArrayList<>();

    /** Arguments that the program gets before those of its command line. As a property: separated by blanks. */
    @Parameter
    private List<String> arguments = new ArrayList<>();

    /** Environment variables, set unless the caller has them. As properties: {@code hermit.environment.NAME}. */
    @Parameter
    private Map<String, String> environment = Collections.emptyMap();

    /** Globs of the caller's variables that the program sees. As a property: separated by commas. Default: all. */
    @Parameter
    private List<String> environmentPass = new ArrayList<>();

    /** Working folder on the isle. Default: the caller's. */
    @Parameter(property = "hermit.workingDirectory")
    private String workingDirectory;

    /** Memory of the isle where HERMIT_MEM is not set, for example {@code 512M}. Default: chosen at start. */
    @Parameter(property = "hermit.memory")
    private String memory;

    /** Cores of the isle where HERMIT_CORES is not set. Default: those of the host. */
    @Parameter(property = "hermit.cores")
    private String cores;

    /** Folder whose contents are laid over the isle's root file system. Default: {@code src/main/hermit}, where that exists. */
    @Parameter(property = "hermit.overlay")
    private String overlay;

    /** Whether the image has the JDK's class data archive: larger, faster to start. Default: true. */
    @Parameter(property = "hermit.classDataSharing")
    private Boolean classDataSharing;

    /** Time of all files of the image, as ISO 8601 or seconds since 1970. Default: a fixed one. */
    @Parameter(defaultValue = "${project.build.outputTimestamp}")
    private String outputTimestamp;

    AbstractPackageMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    /** Makes the executable, or finds that it is up to date. */
    protected final BuildResult build() throws IOException {
        Jdk jdk = chooseJdk();
        try (ProgressListener progress = progress()) {
            return new ImageBuilder(configuration(jdk), progress).build();
        }
    }

    private ImageConfiguration configuration(Jdk jdk) throws IOException {
        Settings settings = settings();
        Path jar = programJar();
        ImageConfiguration.Builder builder = ImageConfiguration.builder(output())
                .name(project.getArtifactId())
                .jdk(jdk)
                .mainClass(findMainClass(jar))
                .classPath(classPath(jar))
                .modules(settings.names("modules", modules))
                .jvmArgs(settings.words("jvmArgs", jvmArgs))
                .arguments(settings.words("arguments", arguments))
                .environment(settings.map("environment", environment))
                .environmentPass(settings.names("environmentPass", environmentPass))
                .natives(natives())
                .classDataSharing(settings.flag("classDataSharing", classDataSharing, true));
        settings.text("workingDirectory", workingDirectory).ifPresent(builder::workingDirectory);
        settings.text("memory", memory).ifPresent(builder::memory);
        settings.text("cores", cores).ifPresent(builder::cores);
        findOverlay().ifPresent(builder::overlay);
        MavenArchiver.parseBuildOutputTimestamp(outputTimestamp).ifPresent(time -> builder.time(wholeSeconds(time)));
        return builder.build();
    }

    private static Instant wholeSeconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    /** The file that this build made; or, where the goal was called by itself, the one that an earlier build left. */
    private Path programJar() {
        File made = project.getArtifact().getFile();
        if (made != null && made.exists()) {
            return made.toPath();
        }
        Path earlier =
                Path.of(project.getBuild().getDirectory(), project.getBuild().getFinalName() + ".jar");
        if (!Files.isRegularFile(earlier)) {
            throw new ImageException("there is no jar '" + earlier + "' to package; run 'mvn package hermit:" + goal()
                    + "', or bind the goal 'package' in the project");
        }
        return earlier;
    }

    /** Name of this goal, for messages. */
    protected abstract String goal();

    private String findMainClass(Path jar) throws IOException {
        Optional<String> named = settings().text("mainClass", mainClass).or(() -> MainClassSelector.find(project));
        return named.isPresent() ? named.get() : MainClassFinder.find(jar);
    }

    /** The program's jar, then its dependencies in the order of the project. */
    private List<Path> classPath(Path jar) {
        List<Path> elements = new ArrayList<>(List.of(jar));
        for (Artifact artifact : project.getArtifacts()) {
            boolean atRunTime = Artifact.SCOPE_COMPILE.equals(artifact.getScope())
                    || Artifact.SCOPE_RUNTIME.equals(artifact.getScope());
            if (atRunTime && artifact.getArtifactHandler().isAddedToClasspath()) {
                elements.add(artifact.getFile().toPath());
            }
        }
        return elements;
    }

    private Optional<Path> findOverlay() {
        Path base = project.getBasedir().toPath();
        Optional<String> named = settings().text("overlay", overlay);
        if (named.isPresent()) {
            return named.map(base::resolve);
        }
        return Optional.of(base.resolve("src/main/hermit")).filter(Files::isDirectory);
    }
}
