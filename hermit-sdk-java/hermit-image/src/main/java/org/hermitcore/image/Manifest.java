// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hermitcore.image.io.Checksums;

/**
 * The text in a proxy that says how to run its program. ARCHITECTURE.md has the format.
 *
 * @since 0.1.0
 */
public final class Manifest {
    static final String VERSION_KEY = "hermit.manifest";
    static final String VERSION = "1";
    static final String CHECKSUM_KEY = "crc32c";
    static final String FACT_PREFIX = "x-";

    private static final Set<String> KEYS = Set.of(
            VERSION_KEY,
            "name",
            "kernel.crc32c",
            "rootfs.crc32c",
            "program",
            "arg",
            "env",
            "env.pass",
            "cwd",
            "java.home",
            "memory",
            "cores");

    private final List<Line> lines;

    private Manifest(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** One {@code key=value}, the value unescaped. */
    public record Line(String key, String value) {}

    public static Builder builder(String name) {
        return new Builder().add(VERSION_KEY, VERSION).add("name", name);
    }

    /** All lines in order, without the checksum. */
    public List<Line> lines() {
        return lines;
    }

    /** The first value of a key. */
    public Optional<String> value(String key) {
        return lines.stream()
                .filter(line -> line.key().equals(key))
                .map(Line::value)
                .findFirst();
    }

    /** The values of a key in order. */
    public List<String> values(String key) {
        return lines.stream()
                .filter(line -> line.key().equals(key))
                .map(Line::value)
                .collect(Collectors.toUnmodifiableList());
    }

    /** The text, with the checksum as its last line. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.key()).append('=').append(escape(line.value())).append('\n');
        }
        String checksum = Checksums.crc32c(text.toString().getBytes(StandardCharsets.UTF_8));
        text.append(CHECKSUM_KEY).append('=').append(checksum).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text.
     *
     * @throws ImageException where it is damaged, of another version, or has a key that is not known
     */
    public static Manifest parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int last = text.lastIndexOf(CHECKSUM_KEY + "=");
        if (last <= 0 || text.charAt(last - 1) != '\n') {
            throw new ImageException("the manifest has no checksum: the file is damaged; package it again");
        }
        String checked = text.substring(0, last);
        String expected = Checksums.crc32c(checked.getBytes(StandardCharsets.UTF_8));
        String actual = text.substring(last + CHECKSUM_KEY.length() + 1).strip();
        if (!expected.equals(actual)) {
            throw new ImageException("the manifest's checksum is " + expected + ", it should be " + actual
                    + ": the file is damaged; package it again");
        }
        List<Line> lines =
                Arrays.stream(checked.split("\n")).map(Manifest::parseLine).collect(Collectors.toList());
        checkVersion(lines);
        return new Manifest(lines);
    }

    private static Line parseLine(String line) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? line : line.substring(0, equals);
        if (equals < 0 || !isKey(key)) {
            throw new ImageException("the manifest has an unknown line '" + line + "'; use the version that made it");
        }
        return new Line(key, unescape(line.substring(equals + 1)));
    }

    private static void checkVersion(List<Line> lines) {
        Line first = lines.get(0);
        if (!first.key().equals(VERSION_KEY) || !first.value().equals(VERSION)) {
            throw new ImageException("the manifest begins with '" + first.key() + "=" + first.value() + "', not with '"
                    + VERSION_KEY + "=" + VERSION + "'; use the version that made it");
        }
    }

    private static boolean isKey(String key) {
        return KEYS.contains(key) || key.startsWith(FACT_PREFIX);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** Collects lines in order. */
    public static final class Builder {
        private final List<Line> lines = new ArrayList<>();

        private Builder() {}

        public Builder add(String key, String value) {
            if (!isKey(key)) {
                throw new IllegalArgumentException("unknown key " + key);
            }
            lines.add(new Line(key, value));
            return this;
        }

        public Builder addAll(String key, Iterable<String> values) {
            values.forEach(value -> add(key, value));
            return this;
        }

        public Manifest build() {
            return new Manifest(lines);
        }
    }
}
