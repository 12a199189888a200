// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.hermitcore.image.InvalidValueException;

/**
 * A JDK of this machine, described by its {@code release} file.
 *
 * @param home its folder
 * @param version full version, for example {@code 17.0.15+6}
 * @param feature feature release, for example 17
 * @param vendor who built it, for example {@code Debian}; empty where the release file does not say
 * @param modules names of the modules that it has
 */
public record Jdk(Path home, String version, int feature, String vendor, Set<String> modules) {
    /** The oldest release that is supported. */
    public static final int OLDEST_FEATURE = 17;

    private static final String SETTING = "jdk";

    public Jdk {
        modules = Set.copyOf(modules);
    }

    /**
     * Describes the JDK in a folder.
     *
     * @throws InvalidValueException where there is none, or one that cannot run on an isle
     */
    public static Jdk at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            throw new InvalidValueException(
                    SETTING,
                    "'" + home + "' is not the home of a JDK: it lacks "
                            + (Files.isRegularFile(release) ? "bin/java" : "the file 'release'"));
        }
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            facts.load(reader);
        }
        Jdk jdk = describe(home, facts);
        jdk.checkSupported(facts);
        return jdk;
    }

    private static Jdk describe(Path home, Properties facts) {
        String version = fact(facts, "JAVA_VERSION");
        int feature;
        try {
            feature = Runtime.Version.parse(version).feature();
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                    SETTING,
                    "'" + home + "' has the version '" + version
                            + "' in its file 'release', which cannot be read; take JDK " + OLDEST_FEATURE
                            + " or newer");
        }
        String runtimeVersion = fact(facts, "JAVA_RUNTIME_VERSION");
        return new Jdk(
                home,
                runtimeVersion.isEmpty() ? version : runtimeVersion,
                feature,
                fact(facts, "IMPLEMENTOR"),
                Set.of(fact(facts, "MODULES").split(" ")));
    }

    private static String fact(Properties facts, String key) {
        return facts.getProperty(key, "").replace("\"", "").strip();
    }

    private void checkSupported(Properties facts) {
        if (feature < OLDEST_FEATURE) {
            throw new InvalidValueException(
                    SETTING, "'" + home + "' is JDK " + version + "; take JDK " + OLDEST_FEATURE + " or newer");
        }
        String architecture = fact(facts, "OS_ARCH");
        if (!Set.of("x86_64", "amd64", "").contains(architecture)) {
            throw new InvalidValueException(SETTING, "'" + home + "' is for " + architecture + "; take one for x86_64");
        }
        String libc = fact(facts, "LIBC");
        if (!Set.of("gnu", "default", "").contains(libc)) {
            throw new InvalidValueException(
                    SETTING, "'" + home + "' is for the C library " + libc + "; take one for glibc");
        }
    }

    /**
     * Path of a tool of this JDK, for example {@code jlink}.
     *
     * @throws InvalidValueException where it is missing, as in a JRE
     */
    public Path tool(String name) {
        Path tool = home.resolve("bin").resolve(name);
        if (!Files.isExecutable(tool)) {
            throw new InvalidValueException(
                    SETTING,
                    "'" + home + "' has no bin/" + name
                            + "; take a complete JDK (Debian, Ubuntu: apt-get install openjdk-" + feature
                            + "-jdk-headless)");
        }
        return tool;
    }

    /** For messages: version, vendor and folder. */
    @Override
    public String toString() {
        return "JDK " + version + (vendor.isEmpty() ? "" : " (" + vendor + ")") + " in " + home;
    }
}
