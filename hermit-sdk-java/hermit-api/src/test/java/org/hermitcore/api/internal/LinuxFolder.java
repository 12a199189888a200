// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Unpacks what {@code grep -r ''} printed of a machine's /sys and /proc: lines {@code PATH:TEXT}. */
public final class LinuxFolder {
    private LinuxFolder() {}

    public static Path unpack(String name, Path folder) throws IOException {
        try (InputStream input = LinuxFolder.class.getResourceAsStream(name + ".txt")) {
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                int colon = line.indexOf(':');
                Path file = folder.resolve(line.substring(0, colon));
                Files.createDirectories(file.getParent());
                Files.write(
                        file, List.of(line.substring(colon + 1)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
        return folder;
    }
}
