// SPDX-License-Identifier: BSD-3-Clause
package it;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java says about the machine: as many processors as it was given, its memory, its name. */
final class Machine {
    private Machine() {}

    static void check() {
        int cores = Integer.getInteger("it.cores");
        Expect.equal(cores, Runtime.getRuntime().availableProcessors(), "processors");
        Expect.equal("Linux", System.getProperty("os.name"), "os.name");
        Expect.equal("amd64", System.getProperty("os.arch"), "os.arch");
        Expect.equal(Path.of("").toAbsolutePath().toString(), System.getProperty("user.dir"), "user.dir");
        Expect.that(Files.isDirectory(Path.of(System.getProperty("java.io.tmpdir"))), "the folder for temporary files is there");
        Expect.equal("value with spaces", System.getenv("IT_VARIABLE"), "a variable of the environment");
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long total = system.getTotalMemorySize();
        Expect.that(total > 256L << 20, "memory: " + total);
        Expect.that(system.getFreeMemorySize() > 0 && system.getFreeMemorySize() < total, "free memory is part of it");
        Expect.that(ProcessHandle.current().pid() > 0, "there is a process id");
        Expect.that(ManagementFactory.getRuntimeMXBean().getUptime() > 0, "the JVM has been up for a while");
    }
}
