// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.InvalidValueException;

/**
 * Finds the JDK that a user names by its folder or by its feature release. A release is looked for in
 * {@code JAVA_HOME_<release>}, {@code JAVA_HOME} and the folders below {@code /usr/lib/jvm}, in this order.
 */
public final class JdkFinder {
    private static final Path SYSTEM_JDKS = Path.of("/usr/lib/jvm");

    private final Map<String, String> environment;
    private final Path systemJdks;

    public JdkFinder() {
        this(System.getenv(), SYSTEM_JDKS);
    }

    JdkFinder(Map<String, String> environment, Path systemJdks) {
        this.environment = Map.copyOf(environment);
        this.systemJdks = systemJdks;
    }

    /**
     * Finds a JDK.
     *
     * @param wanted a folder, or a feature release such as {@code 25}
     * @throws InvalidValueException where there is none
     */
    public Jdk find(String wanted) throws IOException {
        if (!wanted.matches("[0-9]+")) {
            return Jdk.at(Path.of(wanted).toAbsolutePath().normalize());
        }
        int feature = Integer.parseInt(wanted);
        for (Path home : candidates(wanted)) {
            if (isRelease(home, feature)) {
                return Jdk.at(home);
            }
        }
        throw new InvalidValueException(
                "jdk",
                "no JDK " + wanted + " on this machine: JAVA_HOME_" + wanted
                        + ", JAVA_HOME and " + systemJdks + " have none; install it, set JAVA_HOME_" + wanted
                        + ", or give its folder");
    }

    private List<Path> candidates(String feature) throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String variable : List.of("JAVA_HOME_" + feature, "JAVA_HOME")) {
            String home = environment.getOrDefault(variable, "");
            if (!home.isEmpty()) {
                homes.add(Path.of(home));
            }
        }
        if (Files.isDirectory(systemJdks)) {
            try (Stream<Path> folders = Files.list(systemJdks)) {
                homes.addAll(folders.sorted().collect(Collectors.toList()));
            }
        }
        return homes;
    }

    private static boolean isRelease(Path home, int feature) throws IOException {
        try {
            return Jdk.at(home).feature() == feature && Files.isExecutable(home.resolve("bin/jlink"));
        } catch (ImageException e) {
            return false;
        }
    }
}
