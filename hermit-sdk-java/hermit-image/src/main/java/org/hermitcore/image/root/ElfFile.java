// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.fornwall.jelf.ElfDynamicSection;
import net.fornwall.jelf.ElfException;

/**
 * What the dynamic linker would read in an ELF file.
 *
 * @param path the file
 * @param names under which other files may ask for it: its file name and its DT_SONAME
 * @param needed names of the libraries that it needs (DT_NEEDED)
 * @param searchFolders folders of DT_RUNPATH, else of DT_RPATH, with {@code $ORIGIN} replaced
 */
record ElfFile(Path path, List<String> names, List<String> needed, List<Path> searchFolders) {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2, 1};

    /** Reads a file; empty where it is not a 64 bit little-endian ELF file. */
    static Optional<ElfFile> read(Path path) throws IOException {
        if (!hasMagic(path)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path)) {
            return Optional.of(
                    describe(path, net.fornwall.jelf.ElfFile.from(channel.map(MapMode.READ_ONLY, 0, channel.size()))));
        } catch (ElfException | IndexOutOfBoundsException e) {
            // Not readable for the dynamic linker either: a data file that begins like one.
            return Optional.empty();
        }
    }

    /** The same for a file that is somewhere else, as in a jar; {@code path} is its name for people. */
    static Optional<ElfFile> read(Path path, byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(describe(path, net.fornwall.jelf.ElfFile.from(bytes)));
        } catch (ElfException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static boolean hasMagic(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return Arrays.equals(input.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private static ElfFile describe(Path path, net.fornwall.jelf.ElfFile elf) {
        List<String> names = new ArrayList<>();
        names.add(path.getFileName().toString());
        if (elf.getDynamicSection() == null) {
            return new ElfFile(path, names, List.of(), List.of());
        }
        names.addAll(strings(elf, ElfDynamicSection.DT_SONAME));
        List<String> searchPath = strings(elf, ElfDynamicSection.DT_RUNPATH);
        if (searchPath.isEmpty()) {
            searchPath = strings(elf, ElfDynamicSection.DT_RPATH);
        }
        return new ElfFile(path, names, strings(elf, ElfDynamicSection.DT_NEEDED), folders(path, searchPath));
    }

    private static List<String> strings(net.fornwall.jelf.ElfFile elf, int tag) {
        return elf.getDynamicSection().entries.stream()
                .filter(entry -> entry.d_tag == tag)
                .map(entry -> elf.getDynamicStringTable().get((int) entry.d_val_or_ptr))
                .collect(Collectors.toList());
    }

    private static List<Path> folders(Path path, List<String> searchPath) {
        String origin = path.toAbsolutePath().getParent().toString();
        return searchPath.stream()
                .flatMap(folders -> Arrays.stream(folders.split(":")))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> folder.replace("${ORIGIN}", origin).replace("$ORIGIN", origin))
                .map(Path::of)
                .collect(Collectors.toList());
    }
}
