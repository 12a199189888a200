// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What runs the program: silicon, or QEMU's emulator TCG. */
final class Processor {
    private Processor() {}

    static boolean isEmulated() {
        try {
            return isEmulated(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return false; // nothing is known then, and nothing is said
        }
    }

    static boolean isEmulated(List<String> cpuinfo) {
        return cpuinfo.stream().anyMatch(line -> line.startsWith("model name") && line.contains("TCG"));
    }
}
