// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hermitcore.image.io.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLibrariesTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    @Test
    void findsAtLeastWhatLddShows() throws IOException {
        List<Path> files =
                List.of(JDK.resolve("bin/java"), JDK.resolve("lib/libjli.so"), JDK.resolve("lib/server/libjvm.so"));
        SharedLibraries libraries = SharedLibraries.find(files);

        Set<String> expected = new TreeSet<>();
        for (Path file : files) {
            expected.addAll(ldd(file));
        }
        assertThat(expected).contains("libc.so.6", "libm.so.6");
        expected.remove("libjli.so"); // of the JDK itself
        assertThat(libraries.found().keySet()).containsAll(expected);
        assertThat(libraries.missing()).isEmpty();
    }

    /** Names before the arrow, as in {@code libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)}. */
    private static Set<String> ldd(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher line = Pattern.compile("(\\S+) => /")
                .matcher(Tool.of(List.of("ldd", file.toString())).run());
        while (line.find()) {
            names.add(line.group(1));
        }
        return names;
    }

    @Test
    void findsWhatTheCLibraryOpensByName() throws IOException {
        assertThat(SharedLibraries.find(List.of()).found()).containsKeys("libc.so.6", "libgcc_s.so.1");
    }

    @Test
    void findsWhatLibrariesInJarsNeed() throws IOException {
        assertThat(SharedLibraries.find(List.of(jarWith("META-INF/native/libx.so")))
                        .found())
                .containsKey("libm.so.6");
        assertThat(SharedLibraries.find(List.of(jarWith("linux-aarch64/libx.so")))
                        .found())
                .doesNotContainKey("libm.so.6");
        assertThat(SharedLibraries.find(List.of(Files.writeString(folder.resolve("no.jar"), "no archive")))
                        .found())
                .doesNotContainKey("libm.so.6");
    }

    private Path jarWith(String entry) throws IOException {
        Path jar = folder.resolve("natives.jar");
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar))) {
            output.putNextEntry(new ZipEntry(entry));
            Files.copy(JDK.resolve("lib/server/libjvm.so"), output);
        }
        return jar;
    }

    @Test
    void librariesOfTheTreeAreNotTakenFromTheMachine() throws IOException {
        Path own = Files.copy(SharedLibraries.find(List.of()).found().get("libc.so.6"), folder.resolve("libm.so.6"));

        assertThat(SharedLibraries.find(List.of(own, JDK.resolve("lib/server/libjvm.so")))
                        .found())
                .doesNotContainKey("libm.so.6");
    }

    @Test
    void missingLibraryIsNamedWithTheFileThatNeedsIt() throws IOException {
        Path broken = folder.resolve("libbroken.so");
        byte[] bytes = Files.readAllBytes(JDK.resolve("lib/libjava.so"));
        int name = indexOf(bytes, "libc.so.6\0");
        bytes[name + 3] = 'x';
        Files.write(broken, bytes);

        assertThat(SharedLibraries.find(List.of(broken)).missing())
                .containsKey("libx.so.6")
                .extractingByKey("libx.so.6")
                .asString()
                .contains("libbroken.so");
    }

    private static int indexOf(byte[] bytes, String text) {
        String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(all).contains(text);
        return all.indexOf(text);
    }

    @Test
    void addsThemWhereTheDynamicLinkerLooks() throws IOException {
        RootTree root = new RootTree(folder);
        BaseSystem.addTo(root);
        SharedLibraries.find(List.of(JDK.resolve("lib/server/libjvm.so"))).addTo(root);

        assertThat(folder.resolve("lib64/ld-linux-x86-64.so.2")).isExecutable();
        List<Path> found =
                root.files().stream().filter(file -> file.endsWith("libc.so.6")).toList();
        assertThat(found).hasSize(1);
        // The linker of the tree with only the folders that it knows by itself below the tree.
        String list = Tool.of(folder.resolve("lib64/ld-linux-x86-64.so.2"))
                .add("--library-path", found.get(0).getParent(), "--list", JDK.resolve("lib/server/libjvm.so"))
                .run();
        assertThat(list).contains(folder.toString()).doesNotContain("not found").doesNotContain(" => /lib");
    }

    @Test
    void otherFilesAreNotElf() throws IOException {
        assertThat(ElfFile.read(Files.writeString(folder.resolve("text"), "text")))
                .isEmpty();
        assertThat(ElfFile.read(Files.writeString(folder.resolve("magic"), "\u007fELF\u0002\u0001 but no more")))
                .isEmpty();
        assertThat(ElfFile.read(Files.writeString(folder.resolve("empty"), ""))).isEmpty();
    }
}
