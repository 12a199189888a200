// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.hermitcore.image.io.FileTrees;

/** Makes jars of sources given as text. */
public final class TestJars {
    private TestJars() {}

    /** Compiles classes without a package and returns the folder with them. */
    public static Path compile(Path folder, Map<String, String> sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.createDirectories(folder.resolve("source"));
        for (Map.Entry<String, String> entry : sources.entrySet()) {
            Path file = Files.writeString(source.resolve(entry.getKey() + ".java"), entry.getValue());
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "--release", "17", "-nowarn", "-d", classes.toString(), file.toString());
            assertThat(status).isZero();
        }
        return classes;
    }

    /** A jar with one class. */
    public static Path jar(Path folder, String name, String source) throws IOException {
        Path classes = compile(folder.resolve(name + ".build"), Map.of(name, source));
        return jar(folder.resolve(name + ".jar"), contents(classes));
    }

    private static Map<String, byte[]> contents(Path classes) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Path file : FileTrees.listFiles(classes)) {
            contents.put(classes.relativize(file).toString(), Files.readAllBytes(file));
        }
        return contents;
    }

    /** A jar with these entries. */
    public static Path jar(Path jar, Map<String, byte[]> contents) throws IOException {
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.copyOf(new TreeMap<>(contents).keySet())) {
                output.putNextEntry(new ZipEntry(name));
                output.write(contents.get(name));
                output.closeEntry();
            }
        }
        return jar;
    }
}
