// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hermitcore.image.InvalidValueException;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.io.Tool;

/**
 * Finds the modules of a JDK that the classes of a class path need, by that JDK's own {@code jdeps}. Dependencies by
 * reflection or by service are invisible to it: the user names those.
 */
public final class ModuleFinder {
    /** The incubating Vector API: a program that uses it also needs {@code --add-modules}. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Needed by what programs commonly do without saying so in their classes: memory beans, {@code sun.misc.Unsafe}. */
    private static final List<String> ALWAYS = List.of("java.base", "java.management", "jdk.unsupported");

    private final Jdk jdk;
    private final Cache cache;

    public ModuleFinder(Jdk jdk, Cache cache) {
        this.jdk = jdk;
        this.cache = cache;
    }

    /**
     * Names the modules, sorted.
     *
     * @param additional modules that the user asks for
     * @throws InvalidValueException where the JDK has no module of such a name
     */
    public SortedSet<String> find(List<Path> classPath, Collection<String> additional) throws IOException {
        checkKnown(additional);
        Digest key = new Digest().add("jdk", jdk.version()).add("vendor", jdk.vendor());
        for (Path element : classPath) {
            key.addTree("element", element);
        }
        String found = Files.readString(cache.get("modules-" + key.toHex(), file -> analyse(classPath, file)));
        SortedSet<String> modules = new TreeSet<>(ALWAYS);
        modules.addAll(List.of(found.split(",")));
        modules.addAll(additional);
        modules.remove("");
        return modules;
    }

    private void checkKnown(Collection<String> additional) {
        for (String module : additional) {
            if (!jdk.modules().contains(module)) {
                throw new InvalidValueException(
                        "modules",
                        "'" + module + "' is not a module of " + jdk + "; its bin/java --list-modules shows them");
            }
        }
    }

    private void analyse(List<Path> classPath, Path result) throws IOException {
        Path jar = result.resolveSibling(result.getFileName() + ".jar");
        try {
            boolean usesVectorApi;
            boolean isEmpty;
            try (ClassCollector collector = new ClassCollector(jar, jdk.feature())) {
                for (Path element : classPath) {
                    collector.add(element);
                }
                usesVectorApi = collector.usesVectorApi();
                isEmpty = collector.isEmpty();
            }
            String modules = isEmpty ? "" : runJdeps(jar);
            Files.writeString(result, usesVectorApi ? modules + "," + VECTOR_MODULE : modules);
        } finally {
            Files.deleteIfExists(jar);
        }
    }

    private String runJdeps(Path jar) throws IOException {
        String output = Tool.of(jdk.tool("jdeps"))
                .add("--print-module-deps", "--ignore-missing-deps", jar)
                .run();
        // Warnings, for example on split packages, come before the one line that counts.
        List<String> lines = output.lines().collect(Collectors.toList());
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }
}
