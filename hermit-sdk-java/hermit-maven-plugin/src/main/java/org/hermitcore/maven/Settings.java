// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.codehaus.plexus.util.cli.CommandLineUtils;
import org.hermitcore.image.InvalidValueException;

/**
 * The value of each parameter, after the one precedence that all of them follow:
 *
 * <ol>
 *   <li>{@code -Dhermit.<name>} on the command line
 *   <li>{@code <configuration>} of the plugin
 *   <li>the property {@code hermit.<name>} of the project
 *   <li>the default
 * </ol>
 *
 * <p>Maven by itself would let {@code <configuration>} win over the command line.
 */
final class Settings {
    static final String PREFIX = "hermit.";

    private static final Predicate<String> SECONDS =
            Pattern.compile("[1-9][0-9]{0,5}").asMatchPredicate();

    private final Properties commandLine;
    private final Properties project;

    Settings(Properties commandLine, Properties project) {
        this.commandLine = commandLine;
        this.project = project;
    }

    /** A text; empty where nobody gives one that is not blank. */
    Optional<String> text(String name, String configured) {
        for (String value :
                Arrays.asList(commandLine.getProperty(PREFIX + name), configured, project.getProperty(PREFIX + name))) {
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** A truth value: {@code true}, {@code false}, or the property without a value. */
    boolean flag(String name, Boolean configured, boolean otherwise) {
        String onCommandLine = commandLine.getProperty(PREFIX + name);
        if (onCommandLine != null && onCommandLine.isEmpty()) {
            return true;
        }
        String value =
                text(name, configured == null ? null : configured.toString()).orElse(Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidValueException(name, "'" + value + "' is neither true nor false");
        }
        return value.equals("true");
    }

    /** A time in whole seconds, at least one. */
    Duration seconds(String name, String configured, long otherwise) {
        String value = text(name, configured).orElse(Long.toString(otherwise));
        if (!SECONDS.test(value)) {
            throw new InvalidValueException(name, "'" + value + "' is not a number of seconds from 1 to 999999");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }

    /** A list of names; as a property they are separated by commas. */
    List<String> names(String name, List<String> configured) {
        return list(name, configured, text -> Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toList()));
    }

    /** A list of words of a command line; as a property they are separated by blanks, with quotes as in a shell. */
    List<String> words(String name, List<String> configured) {
        return list(name, configured, text -> splitWords(name, text));
    }

    private static List<String> splitWords(String name, String text) {
        try {
            return List.of(CommandLineUtils.translateCommandline(text));
        } catch (Exception e) { // declared like this by plexus-utils; it means a quote that does not end
            throw new InvalidValueException(name, "'" + text + "' has a quote that does not end");
        }
    }

    private List<String> list(String name, List<String> configured, Function<String, List<String>> split) {
        String onCommandLine = commandLine.getProperty(PREFIX + name);
        if (onCommandLine != null) {
            return split.apply(onCommandLine);
        }
        if (configured != null && !configured.isEmpty()) {
            return configured;
        }
        return split.apply(project.getProperty(PREFIX + name, ""));
    }

    /** Names with values; as properties they are {@code hermit.<name>.<key>}. Entries of all sources are joined. */
    Map<String, String> map(String name, Map<String, String> configured) {
        Map<String, String> values = new TreeMap<>();
        addProperties(project, name, values);
        if (configured != null) {
            // An empty XML element is null here.
            configured.forEach((key, value) -> values.put(key, value == null ? "" : value));
        }
        addProperties(commandLine, name, values);
        return values;
    }

    private static void addProperties(Properties properties, String name, Map<String, String> values) {
        String prefix = PREFIX + name + ".";
        for (String property : properties.stringPropertyNames()) {
            if (property.startsWith(prefix)) {
                values.put(property.substring(prefix.length()), properties.getProperty(property));
            }
        }
    }
}
