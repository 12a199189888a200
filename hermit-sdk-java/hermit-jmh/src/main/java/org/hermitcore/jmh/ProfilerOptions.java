// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.ProfilerException;

/** What stands behind the colon of {@code -prof NAME:key=value;key=value}. */
final class ProfilerOptions {
    private final String profiler;
    private final Map<String, String> values;

    private ProfilerOptions(String profiler, Map<String, String> values) {
        this.profiler = profiler;
        this.values = values;
    }

    /**
     * Reads options.
     *
     * @param profiler name in messages
     * @param text the options, or nothing
     * @param known names, with what each means
     * @throws ProfilerException where one is not known, has no value, or is there twice; for {@code help} it lists all
     */
    static ProfilerOptions parse(String profiler, String text, Map<String, String> known) throws ProfilerException {
        Map<String, String> values = new HashMap<>();
        for (String option : text.split(";", -1)) {
            if (option.isBlank()) {
                continue;
            }
            String[] pair = option.strip().split("=", 2);
            if (!known.containsKey(pair[0]) || pair.length < 2 || pair[1].isBlank()) {
                throw new ProfilerException(explain(profiler, pair[0], known));
            }
            if (values.put(pair[0], pair[1]) != null) {
                throw new ProfilerException(profiler + ": option '" + pair[0] + "' is given twice");
            }
        }
        return new ProfilerOptions(profiler, values);
    }

    private static String explain(String profiler, String option, Map<String, String> known) {
        StringBuilder text = new StringBuilder(profiler);
        if (known.containsKey(option)) {
            text.append(": option '").append(option).append("' needs a value");
        } else if (!option.equals("help")) {
            text.append(": unknown option '").append(option).append("'");
        }
        text.append("; there are:");
        known.forEach(
                (name, meaning) -> text.append("\n  ").append(name).append('=').append(meaning));
        return text.toString();
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A value of an enumeration, in lower case. */
    <E extends Enum<E>> E choice(String name, E otherwise) throws ProfilerException {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        StringBuilder allowed = new StringBuilder();
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            String text = constant.name().toLowerCase(Locale.ROOT);
            if (text.equals(value)) {
                return constant;
            }
            allowed.append(allowed.length() == 0 ? "" : ", ").append(text);
        }
        throw new ProfilerException(profiler + ": " + name + " is one of " + allowed + ", not '" + value + "'");
    }

    int number(String name, int otherwise, int min, int max) throws ProfilerException {
        String value = values.get(name);
        try {
            int number = value == null ? otherwise : Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new ProfilerException(
                profiler + ": " + name + " is a number from " + min + " to " + max + ", not '" + value + "'");
    }
}
