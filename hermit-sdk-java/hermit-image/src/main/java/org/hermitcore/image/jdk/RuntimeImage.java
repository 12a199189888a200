// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.io.Tool;

/**
 * Makes the run-time image of a program: a JDK reduced to some of its modules by its own {@code jlink}. A JDK without
 * jmods, as the binaries of JDK 24 and newer may be, links from its own run-time image.
 *
 * <p>Nothing is stripped or compressed: stack traces keep their line numbers, and the isle maps the files as they are.
 *
 * <p>With class data sharing the image has the JDK's default archive too. Two measurements with a Hello on 2 cores gave
 * 123 ms without and 97 ms with it for JDK 17, 171 ms and 72 ms for JDK 25. An archive with the program's own classes took off another
 * 4 to 7 ms, would need a training run of the program, and so is not made.
 */
public final class RuntimeImage {
    /** Changes whenever this class makes other images of the same input. */
    private static final int RECIPE = 1;

    private final Jdk jdk;
    private final Cache cache;
    private final Consumer<String> warnings;

    public RuntimeImage(Jdk jdk, Cache cache, Consumer<String> warnings) {
        this.jdk = jdk;
        this.cache = cache;
        this.warnings = warnings;
    }

    /**
     * Makes the image, or takes it from the cache.
     *
     * @param classDataSharing whether to make the default archive
     * @return its folder, not to be changed
     */
    public Path build(SortedSet<String> modules, boolean classDataSharing) throws IOException {
        String name = "runtime-" + key(modules, classDataSharing);
        return cache.get(name, folder -> link(modules, classDataSharing, folder));
    }

    /** The sum of all that decides what the image contains. */
    public String key(SortedSet<String> modules, boolean classDataSharing) throws IOException {
        Path modulesFile = jdk.home().resolve("lib/modules");
        return new Digest()
                .add("recipe", RECIPE)
                .addFile("release", jdk.home().resolve("release"))
                // Two builds of a JDK may call themselves the same.
                .add("modules file", Files.exists(modulesFile) ? Files.size(modulesFile) : 0)
                .add("modules", modules)
                .add("cds", classDataSharing)
                .toHex();
    }

    private void link(SortedSet<String> modules, boolean classDataSharing, Path image) throws IOException {
        Tool.of(jdk.tool("jlink"))
                .add("--add-modules", String.join(",", modules))
                .add("--no-header-files", "--no-man-pages")
                .add("--output", image)
                .run();
        if (classDataSharing) {
            dumpArchive(image);
        }
    }

    private void dumpArchive(Path image) throws IOException {
        List<String> command = new ArrayList<>(repeatablePrefix());
        command.addAll(List.of(image.resolve("bin/java").toString(), "-Xint", "-Xshare:dump"));
        Tool.of(command).run();
    }

    /**
     * What makes the archive of JDK 17 the same each time. Addresses decide the order of its symbols: no address space
     * randomisation. So does the order in which threads run, the finalizer's beside main's above all: one core, and
     * real-time scheduling, with which other work of the machine does not decide when they change.
     */
    private List<String> repeatablePrefix() throws IOException {
        List<String> prefix = new ArrayList<>();
        for (List<String> tool : List.of(
                List.of("setarch", "-R"), List.of("taskset", "-c", firstUsableCore()), List.of("chrt", "-f", "1"))) {
            if (usable(prefix, tool)) {
                prefix.addAll(tool);
            } else {
                warnings.accept("`" + String.join(" ", tool) + "` (util-linux) cannot be used here, it may need a right"
                        + " such as CAP_SYS_NICE: the class data archive may differ from build to build");
            }
        }
        return prefix;
    }

    private static boolean usable(List<String> prefix, List<String> tool) {
        List<String> probe = new ArrayList<>(prefix);
        probe.addAll(tool);
        probe.add("true");
        return Tool.of(probe).succeeds();
    }

    private static String firstUsableCore() throws IOException {
        // A cpulist such as 0-3,8; /proc/self/status always has the line.
        return Files.readString(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceAll("[^0-9]*([0-9]+).*", "$1"))
                .findFirst()
                .orElse("0");
    }
}
