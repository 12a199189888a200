// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hermitcore.image.elf.ProxyFile;

/**
 * Describes an executable that was made by the image builder.
 *
 * @since 0.1.0
 */
public final class ProxyReport {
    private ProxyReport() {}

    /**
     * Lists the sections with offset and size in bytes, the lines of the manifest, and the result of comparing the checksums.
     *
     * @throws ImageException where the file is none of ours or damaged
     */
    public static List<String> describe(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ProxyFile proxy = ProxyFile.open(file)) {
            for (ProxyFile.Section section : proxy.sections()) {
                lines.add(String.format(
                        "%-17s offset %10d  size %10d", section.name(), section.offset(), section.size()));
            }
            for (Manifest.Line line : proxy.manifest().lines()) {
                lines.add(line.key() + "=" + line.value());
            }
            proxy.verify();
            lines.add("checksums: correct");
        }
        return lines;
    }
}
