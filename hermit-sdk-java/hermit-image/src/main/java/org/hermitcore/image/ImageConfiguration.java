// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hermitcore.image.jdk.Cache;
import org.hermitcore.image.jdk.Jdk;

/**
 * What an image shall contain and how its program shall run. Immutable; made by {@link #builder}. Required are the JDK, the main
 * class and the class path.
 *
 * @since 0.1.0
 */
public final class ImageConfiguration {
    private static final Instant DEFAULT_TIME = Instant.parse("2000-01-01T00:00:00Z");

    private final Path output;
    private final String name;
    private final Jdk jdk;
    private final String mainClass;
    private final List<Path> classPath;
    private final List<String> modules;
    private final List<String> jvmArgs;
    private final List<String> arguments;
    private final SortedMap<String, String> environment;
    private final List<String> environmentPass;
    private final String workingDirectory;
    private final String memory;
    private final String cores;
    private final Path overlay;
    private final boolean classDataSharing;
    private final Instant time;
    private final Natives natives;
    private final Path cache;

    private ImageConfiguration(Builder builder) {
        output = builder.output;
        name = builder.name;
        jdk = builder.jdk;
        mainClass = builder.mainClass;
        classPath = List.copyOf(builder.classPath);
        modules = List.copyOf(builder.modules);
        jvmArgs = List.copyOf(builder.jvmArgs);
        arguments = List.copyOf(builder.arguments);
        environment = new TreeMap<>(builder.environment);
        environmentPass = List.copyOf(builder.environmentPass);
        workingDirectory = builder.workingDirectory;
        memory = builder.memory;
        cores = builder.cores;
        overlay = builder.overlay;
        classDataSharing = builder.classDataSharing;
        time = builder.time;
        natives = builder.natives;
        cache = builder.cache;
    }

    /**
     * Begins a configuration.
     *
     * @param output the executable to make
     */
    public static Builder builder(Path output) {
        return new Builder(output);
    }

    public Path output() {
        return output;
    }

    public String name() {
        return name;
    }

    public Jdk jdk() {
        return jdk;
    }

    public String mainClass() {
        return mainClass;
    }

    public List<Path> classPath() {
        return classPath;
    }

    public List<String> modules() {
        return modules;
    }

    public List<String> jvmArgs() {
        return jvmArgs;
    }

    public List<String> arguments() {
        return arguments;
    }

    public Map<String, String> environment() {
        return new TreeMap<>(environment);
    }

    public List<String> environmentPass() {
        return environmentPass;
    }

    public Optional<String> workingDirectory() {
        return Optional.ofNullable(workingDirectory);
    }

    public Optional<String> memory() {
        return Optional.ofNullable(memory);
    }

    public Optional<String> cores() {
        return Optional.ofNullable(cores);
    }

    public Optional<Path> overlay() {
        return Optional.ofNullable(overlay);
    }

    public boolean classDataSharing() {
        return classDataSharing;
    }

    public Instant time() {
        return time;
    }

    public Natives natives() {
        return natives;
    }

    public Path cache() {
        return cache;
    }

    /** Collects settings; {@link #build} checks them. A setting that is not made has the default that its method names. */
    public static final class Builder {
        private static final Predicate<String> CLASS_NAME = Pattern.compile(
                        "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                                + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*")
                .asMatchPredicate();
        private static final Predicate<String> MEMORY =
                Pattern.compile("[1-9][0-9]{0,8}[MG]").asMatchPredicate();
        private static final Predicate<String> CORES =
                Pattern.compile("[1-9][0-9]{0,3}").asMatchPredicate();
        private static final Predicate<String> VARIABLE =
                Pattern.compile("[^=\\s\0]+").asMatchPredicate();

        private final Path output;
        private String name;
        private Jdk jdk;
        private String mainClass;
        private final List<Path> classPath = new ArrayList<>();
        private final List<String> modules = new ArrayList<>();
        private final List<String> jvmArgs = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final SortedMap<String, String> environment = new TreeMap<>();
        private final List<String> environmentPass = new ArrayList<>();
        private String workingDirectory;
        private String memory;
        private String cores;
        private Path overlay;
        private boolean classDataSharing = true;
        private Instant time = DEFAULT_TIME;
        private Natives natives = Natives.bundled();
        private Path cache = Cache.defaultFolder();

        private Builder(Path output) {
            this.output = output.toAbsolutePath().normalize();
            this.name = this.output.getFileName().toString();
        }

        /** Name of the program in messages; default: the file name of the output. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** The JDK whose run-time image runs the program. */
        public Builder jdk(Jdk value) {
            jdk = value;
            return this;
        }

        /** Fully qualified name of the class with {@code main}. */
        public Builder mainClass(String value) {
            mainClass = value;
            return this;
        }

        /** Adds jars and folders of classes to the class path, in order. */
        public Builder classPath(List<Path> values) {
            values.forEach(value -> classPath.add(value.toAbsolutePath().normalize()));
            return this;
        }

        /** Adds modules of the JDK to those that jdeps finds. */
        public Builder modules(List<String> values) {
            modules.addAll(values);
            return this;
        }

        /** Adds options for the JVM. */
        public Builder jvmArgs(List<String> values) {
            jvmArgs.addAll(values);
            return this;
        }

        /** Adds arguments that the program gets before those of the command line. */
        public Builder arguments(List<String> values) {
            arguments.addAll(values);
            return this;
        }

        /** Adds environment variables that are set unless the caller of the program has them. */
        public Builder environment(Map<String, String> values) {
            environment.putAll(values);
            return this;
        }

        /** Adds globs of the caller's variables that the program sees; default: all of them. */
        public Builder environmentPass(List<String> globs) {
            environmentPass.addAll(globs);
            return this;
        }

        /** Working folder on the isle; default: the caller's. */
        public Builder workingDirectory(String value) {
            workingDirectory = value;
            return this;
        }

        /** Memory of the isle where HERMIT_MEM is not set, with suffix M or G; default: chosen at start. */
        public Builder memory(String value) {
            memory = value;
            return this;
        }

        /** Cores of the isle where HERMIT_CORES is not set; default: those of the host. */
        public Builder cores(String value) {
            cores = value;
            return this;
        }

        /** Folder whose contents are laid over the root file system; default: none. */
        public Builder overlay(Path value) {
            overlay = value;
            return this;
        }

        /** Whether the image has the JDK's class data archive; default: it has. */
        public Builder classDataSharing(boolean value) {
            classDataSharing = value;
            return this;
        }

        /** Time of all files of the image; default: a fixed one. */
        public Builder time(Instant value) {
            time = value;
            return this;
        }

        /** Kernel and proxy; default: those on the class path. */
        public Builder natives(Natives value) {
            natives = value;
            return this;
        }

        /** Folder that keeps run-time images; default: {@code $XDG_CACHE_HOME/hermit}. */
        public Builder cache(Path value) {
            cache = value;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @throws InvalidValueException for the first one that is missing or wrong
         */
        public ImageConfiguration build() {
            require("jdk", jdk != null, "no JDK was given");
            require("mainClass", mainClass != null, "no main class was given");
            require("mainClass", mainClass, CLASS_NAME, "a class name such as com.example.Main");
            require("classPath", !classPath.isEmpty(), "the class path is empty");
            for (Path element : classPath) {
                require("classPath", Files.isReadable(element), "'" + element + "' does not exist or cannot be read");
            }
            require("memory", memory, MEMORY, "a number with suffix M or G, such as 512M or 4G");
            require("cores", cores, CORES, "a number from 1 to 9999");
            require(
                    "workingDirectory",
                    workingDirectory,
                    value -> value.startsWith("/"),
                    "an absolute path on the isle");
            for (String variable : environment.keySet()) {
                require("environment", variable, VARIABLE, "a name of a variable, without '=' and blanks");
            }
            require("overlay", overlay == null || Files.isDirectory(overlay), "'" + overlay + "' is not a folder");
            require(
                    "output",
                    !Files.isDirectory(output, LinkOption.NOFOLLOW_LINKS),
                    "'" + output + "' is a folder, not the name of a file");
            return new ImageConfiguration(this);
        }

        private static void require(String setting, String value, Predicate<String> allowed, String what) {
            if (value != null && !allowed.test(value)) {
                throw new InvalidValueException(setting, "'" + value + "' is not " + what);
            }
        }

        private static void require(String setting, boolean condition, String problem) {
            if (!condition) {
                throw new InvalidValueException(setting, problem);
            }
        }
    }
}
