// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.jdk.Jdk;

/**
 * All of a JDK that a program may use: its own run-time image with every module, native libraries, settings, class data archives.
 * Not linked anew: so it is the same on the isle, byte for byte, and a JDK without jmods is no special case. What only
 * people and other programs use is left out: sources, headers, manuals, licences, all commands but {@code java}.
 *
 * <p>Links are followed, because distributions keep settings and certificates outside the JDK's folder.
 */
public final class WholeJdk {
    private static final List<String> PARTS = List.of("bin/java", "conf", "lib", "release");
    private static final Set<String> LEFT_OUT = Set.of("src.zip");

    private final SortedMap<String, Path> files = new TreeMap<>();

    /** Lists the files of a JDK. */
    public WholeJdk(Jdk jdk) throws IOException {
        for (String part : PARTS) {
            try (Stream<Path> paths = Files.walk(jdk.home().resolve(part), FileVisitOption.FOLLOW_LINKS)) {
                paths.filter(Files::isRegularFile)
                        .filter(path -> !LEFT_OUT.contains(path.getFileName().toString()))
                        .forEach(path -> files.put(jdk.home().relativize(path).toString(), path));
            }
        }
    }

    /** Copies them into a folder of a root tree. */
    public void addTo(RootTree root, String folder) throws IOException {
        for (String name : files.keySet()) {
            root.addCopy(folder + "/" + name, files.get(name));
        }
    }

    /** Adds names, sizes and times: a JDK of hundreds of megabytes is not read each time. */
    public void addTo(Digest digest) throws IOException {
        for (String name : files.keySet()) {
            Path file = files.get(name);
            digest.add(name, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
    }
}
