// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A {@code bin/java} and what the {@code release} file beside {@code bin} says of it.
 *
 * @param java the executable, absolute
 * @param version of the JDK, with its build where the file has that
 */
record JavaHome(Path java, String version) {
    /**
     * Looks at an executable.
     *
     * @param option that names it, for messages
     * @param path the executable
     */
    static JavaHome of(String option, String path) throws UsageException {
        Path java = Path.of(path).toAbsolutePath().normalize();
        if (!Files.isRegularFile(java) || !Files.isExecutable(java)) {
            throw new UsageException(option + ": '" + path + "' is not an executable file; name a JDK's bin/java");
        }
        Path bin = java.getParent();
        Path release = bin.resolveSibling("release");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    option + ": '" + path + "' is not a JDK's: the file " + release + " cannot be read");
        }
        String version = properties.getProperty("JAVA_RUNTIME_VERSION", properties.getProperty("JAVA_VERSION"));
        if (version == null) {
            throw new UsageException(option + ": " + release + " has no line JAVA_VERSION");
        }
        return new JavaHome(java, version.replace("\"", ""));
    }

    /** Two JDKs would be compared, and not two systems; and JMH's compiler hints would be those of one of them. */
    void requireSame(JavaHome isle) throws UsageException {
        if (!version.equals(isle.version)) {
            throw new UsageException("--host " + java + " is JDK " + version + ", --isle " + isle.java + " is JDK "
                    + isle.version + "; compare the same JDK: make the look-alike of the host's, or name its --host");
        }
    }
}
