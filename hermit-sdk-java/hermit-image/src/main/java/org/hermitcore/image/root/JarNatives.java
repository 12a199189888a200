// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Native libraries in jars that programs extract and load themselves at run time, as those of Netty and of many database drivers
 * are. A jar may have them for several platforms; only those for Linux on x86-64 or without a platform in their name count.
 */
final class JarNatives {
    private static final Pattern LIBRARY = Pattern.compile(".+\\.(?:so(?:\\.[0-9.]+)?|jnilib)");
    private static final Pattern OTHER_PLATFORM =
            Pattern.compile("(?i).*(?:aarch|arm|riscv|ppc|s390|mips|loong|musl|android|freebsd|i[3-6]86|x86[-_]32).*");

    private JarNatives() {}

    static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar");
    }

    /** Empty where the file is no archive, too: the JVM will have its own opinion. */
    static List<ElfFile> read(Path jar) throws IOException {
        List<ElfFile> natives = new ArrayList<>();
        try (ZipFile zip = ZipFile.builder().setPath(jar).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName();
                if (LIBRARY.matcher(name).matches()
                        && !OTHER_PLATFORM.matcher(name).matches()) {
                    byte[] bytes = zip.getInputStream(entry).readAllBytes();
                    ElfFile.read(Path.of("/" + name), bytes).ifPresent(natives::add);
                }
            }
        } catch (ZipException e) {
            return List.of();
        }
        return natives;
    }
}
