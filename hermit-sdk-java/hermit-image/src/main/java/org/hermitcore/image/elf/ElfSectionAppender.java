// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hermitcore.image.ImageException;

/**
 * Appends sections to an ELF executable, so that it stays executable and {@code readelf -S} shows them.
 *
 * <p>Shape of the file written:
 *
 * <pre>
 *   the template, byte for byte, but for three fields of its ELF header
 *   each section, at a multiple of {@value #ALIGNMENT} bytes, in the order in which they were added
 *   the section names: the template's, then those of the new sections
 *   the section header table: the template's, then the new sections
 * </pre>
 *
 * <p>Nothing of the template moves: program headers, and whatever else holds file offsets, stay valid. Its own table and
 * names stay behind as unused bytes. The new sections have type PROGBITS and no flags and are in no segment: they cost
 * no memory until the program maps them, and the alignment is what makes that possible. Gaps are zero: the same input gives
 * the same bytes.
 *
 * @since 0.1.0
 */
public final class ElfSectionAppender {
    /** Alignment of each appended section in the file: a page. */
    public static final int ALIGNMENT = 4096;

    private static final int TABLE_ALIGNMENT = 8;
    private static final String NAMES_SECTION = ".shstrtab";

    private final Path template;
    private final Map<String, Content> additions = new LinkedHashMap<>();

    /** @param template an x86-64 ELF executable, with or without a section header table */
    public ElfSectionAppender(Path template) {
        this.template = template;
    }

    /** Adds a section with the bytes that the file has when {@link #writeTo} is called. */
    public ElfSectionAppender add(String name, Path file) {
        return add(name, output -> {
            try (FileChannel input = FileChannel.open(file)) {
                transfer(input, output);
            }
        });
    }

    /** Adds a section with the bytes given. */
    public ElfSectionAppender add(String name, byte[] bytes) {
        byte[] copy = bytes.clone();
        return add(name, output -> writeFully(output, ByteBuffer.wrap(copy)));
    }

    private ElfSectionAppender add(String name, Content content) {
        if (additions.putIfAbsent(name, content) != null) {
            throw new IllegalArgumentException("section " + name + " was added before");
        }
        return this;
    }

    /**
     * Writes the result, executable for everybody. The file appears at once and complete, or not at all.
     *
     * @throws ImageException where the template is no x86-64 executable or has a section of the same name
     */
    public void writeTo(Path output) throws IOException {
        Path partial = output.resolveSibling(output.getFileName() + ".partial");
        try {
            writePartial(partial);
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(partial, output, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void writePartial(Path partial) throws IOException {
        try (FileChannel input = FileChannel.open(template);
                FileChannel output = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ElfSectionTable table = ElfSectionTable.read(input, template.toString());
            checkAdditions(table);
            transfer(input, output);
            appendSections(table, output);
        }
    }

    private void checkAdditions(ElfSectionTable table) {
        for (String name : additions.keySet()) {
            if (table.find(name).isPresent()) {
                throw new ImageException(
                        "'" + template + "' has a section " + name + " already; use the proxy as it was built");
            }
        }
        if (table.sections().size() + additions.size() + 2 >= ElfSectionTable.MAX_SECTIONS) {
            throw new ImageException("'" + template + "' has too many sections to add more");
        }
    }

    private void appendSections(ElfSectionTable table, FileChannel output) throws IOException {
        List<ElfSection> sections = new ArrayList<>(table.sections());
        Names names = new Names(table.names());
        int namesIndex = table.namesIndex();
        if (sections.isEmpty()) {
            sections.add(ElfSection.NULL);
            sections.add(ElfSection.notLoaded(names.add(NAMES_SECTION), ElfSection.TYPE_STRTAB, 0, 0, 1));
            namesIndex = 1;
        }
        for (Map.Entry<String, Content> addition : additions.entrySet()) {
            long offset = align(output, ALIGNMENT);
            addition.getValue().writeTo(output);
            long size = output.position() - offset;
            int name = names.add(addition.getKey());
            sections.add(ElfSection.notLoaded(name, ElfSection.TYPE_PROGBITS, offset, size, ALIGNMENT));
        }
        long namesOffset = output.position();
        writeFully(output, ByteBuffer.wrap(names.toByteArray()));
        sections.set(namesIndex, sections.get(namesIndex).movedTo(namesOffset, output.position() - namesOffset));
        writeTable(output, sections, namesIndex);
    }

    private static void writeTable(FileChannel output, List<ElfSection> sections, int namesIndex) throws IOException {
        long offset = align(output, TABLE_ALIGNMENT);
        ByteBuffer table = littleEndian(sections.size() * ElfSection.BYTES);
        sections.forEach(section -> section.writeTo(table));
        writeFully(output, table.flip());
        patch(
                output,
                ElfSectionTable.HEADER_TABLE_OFFSET,
                littleEndian(Long.BYTES).putLong(offset));
        patch(
                output,
                ElfSectionTable.HEADER_ENTRY_COUNT,
                littleEndian(Short.BYTES).putShort((short) sections.size()));
        patch(
                output,
                ElfSectionTable.HEADER_NAMES_INDEX,
                littleEndian(Short.BYTES).putShort((short) namesIndex));
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void patch(FileChannel output, long offset, ByteBuffer bytes) throws IOException {
        long end = output.position();
        output.position(offset);
        writeFully(output, bytes.flip());
        output.position(end);
    }

    /** Fills with zeroes up to the next multiple of {@code alignment}, which is returned. */
    private static long align(FileChannel output, int alignment) throws IOException {
        int gap = Math.floorMod(-output.position(), alignment);
        writeFully(output, ByteBuffer.allocate(gap));
        return output.position();
    }

    private static void transfer(FileChannel input, FileChannel output) throws IOException {
        long size = input.size();
        for (long done = 0; done < size; ) {
            long count = input.transferTo(done, size - done, output);
            if (count <= 0) {
                throw new IOException("a file shrank while it was copied");
            }
            done += count;
        }
    }

    private static void writeFully(FileChannel output, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            output.write(bytes);
        }
    }

    /** Writes the bytes of a section at the channel's position. */
    @FunctionalInterface
    private interface Content {
        void writeTo(FileChannel output) throws IOException;
    }

    /** A string table that grows: names end with a NUL, and the first byte is a NUL. */
    private static final class Names {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Names(byte[] start) {
            bytes.writeBytes(start.length == 0 ? new byte[1] : start);
        }

        int add(String name) {
            int offset = bytes.size();
            bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return offset;
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
