// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hermitcore.image.ImageException;

/**
 * The section header table of an x86-64 ELF executable with the names of its sections. Everything read is checked against
 * the size of the file, because the file comes from outside.
 */
final class ElfSectionTable {
    /** Bytes of the ELF64 file header. */
    static final int HEADER_BYTES = 64;

    /** Offsets of the three fields of the file header that say where the table is (System V ABI, "ELF Header"). */
    static final int HEADER_TABLE_OFFSET = 40;

    static final int HEADER_ENTRY_COUNT = 60;
    static final int HEADER_NAMES_INDEX = 62;

    private static final int HEADER_ENTRY_SIZE = 58;
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
    private static final int MACHINE_X86_64 = 62;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int TYPE_SHARED = 3;

    /** From here on (SHN_LORESERVE) the header has no room for the number of sections. */
    static final int MAX_SECTIONS = 0xff00;

    private final String fileName;
    private final List<ElfSection> sections;
    private final int namesIndex;
    private final byte[] names;

    private ElfSectionTable(String fileName, List<ElfSection> sections, int namesIndex, byte[] names) {
        this.fileName = fileName;
        this.sections = List.copyOf(sections);
        this.namesIndex = namesIndex;
        this.names = names;
    }

    /**
     * Reads the table of an open file.
     *
     * @param fileName for messages
     * @throws ImageException where the file is no x86-64 ELF executable or its table does not fit into it
     */
    static ElfSectionTable read(FileChannel file, String fileName) throws IOException {
        ByteBuffer header = readHeader(file, fileName);
        long tableOffset = header.getLong(HEADER_TABLE_OFFSET);
        int count = Short.toUnsignedInt(header.getShort(HEADER_ENTRY_COUNT));
        int namesIndex = Short.toUnsignedInt(header.getShort(HEADER_NAMES_INDEX));
        if (tableOffset == 0) {
            return new ElfSectionTable(fileName, List.of(), 0, new byte[0]);
        }
        check(header.getShort(HEADER_ENTRY_SIZE) == ElfSection.BYTES, fileName, "section headers of another size");
        check(count > 0 && count < MAX_SECTIONS, fileName, count + " sections");
        check(namesIndex > 0 && namesIndex < count, fileName, "no table of section names");
        List<ElfSection> sections = readSections(file, fileName, tableOffset, count);
        ElfSection names = sections.get(namesIndex);
        check(names.type() == ElfSection.TYPE_STRTAB, fileName, "no table of section names");
        byte[] nameBytes =
                readRange(file, fileName, names.offset(), names.size()).array();
        return new ElfSectionTable(fileName, sections, namesIndex, nameBytes);
    }

    private static ByteBuffer readHeader(FileChannel file, String fileName) throws IOException {
        check(file.size() >= HEADER_BYTES, fileName, "only " + file.size() + " bytes");
        ByteBuffer header = readRange(file, fileName, 0, HEADER_BYTES);
        check(header.getInt(0) == MAGIC, fileName, "no ELF magic");
        check(header.getShort(4) == CLASS_64_LITTLE_ENDIAN, fileName, "not 64 bit little-endian");
        check(header.getShort(18) == MACHINE_X86_64, fileName, "not for x86-64");
        int type = header.getShort(16);
        check(type == TYPE_EXECUTABLE || type == TYPE_SHARED, fileName, "ELF type " + type);
        return header;
    }

    private static List<ElfSection> readSections(FileChannel file, String fileName, long offset, int count)
            throws IOException {
        ByteBuffer table = readRange(file, fileName, offset, (long) count * ElfSection.BYTES);
        List<ElfSection> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ElfSection section = ElfSection.readFrom(table);
            boolean inFile = section.type() != ElfSection.TYPE_NULL && section.type() != ElfSection.TYPE_NOBITS;
            check(
                    !inFile || isInside(section.offset(), section.size(), file.size()),
                    fileName,
                    "section " + i + " ends behind the end of the file");
            sections.add(section);
        }
        return sections;
    }

    private static ByteBuffer readRange(FileChannel file, String fileName, long offset, long size) throws IOException {
        check(isInside(offset, size, file.size()) && size <= Integer.MAX_VALUE, fileName, "truncated");
        ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {
            // read() may return less than asked for
        }
        check(!buffer.hasRemaining(), fileName, "truncated");
        return buffer.flip();
    }

    private static boolean isInside(long offset, long size, long fileSize) {
        return offset >= 0 && size >= 0 && size <= fileSize && offset <= fileSize - size;
    }

    private static void check(boolean condition, String fileName, String problem) {
        if (!condition) {
            throw new ImageException("'" + fileName + "' is not a usable x86-64 ELF executable: " + problem);
        }
    }

    /** All sections; empty for a file without a table. */
    List<ElfSection> sections() {
        return sections;
    }

    /** Index of the section with the names; 0 for a file without a table. */
    int namesIndex() {
        return namesIndex;
    }

    /** The string table with the names. */
    byte[] names() {
        return names.clone();
    }

    String nameOf(ElfSection section) {
        int start = section.nameOffset();
        check(start >= 0 && start < names.length, fileName, "a section's name is outside of the table of names");
        int end = start;
        while (end < names.length && names[end] != 0) {
            end++;
        }
        return new String(names, start, end - start, StandardCharsets.UTF_8);
    }

    /** The first section of that name. */
    Optional<ElfSection> find(String name) {
        return sections.stream()
                .skip(1)
                .filter(section -> nameOf(section).equals(name))
                .findFirst();
    }
}
