// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import java.nio.ByteBuffer;

/**
 * One entry of an ELF64 section header table, field by field as the System V ABI, "Sections", has them.
 *
 * @param nameOffset offset of the name in the section name string table
 */
record ElfSection(
        int nameOffset,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long alignment,
        long entrySize) {

    /** Bytes of an entry in the file. */
    static final int BYTES = 64;

    static final int TYPE_NULL = 0;
    static final int TYPE_PROGBITS = 1;
    static final int TYPE_STRTAB = 3;
    static final int TYPE_NOBITS = 8;

    /** The entry with index 0 that every table begins with. */
    static final ElfSection NULL = new ElfSection(0, TYPE_NULL, 0, 0, 0, 0, 0, 0, 0, 0);

    /** A section that the program loader ignores: bytes in the file and nothing else. */
    static ElfSection notLoaded(int nameOffset, int type, long offset, long size, long alignment) {
        return new ElfSection(nameOffset, type, 0, 0, offset, size, 0, 0, alignment, 0);
    }

    static ElfSection readFrom(ByteBuffer buffer) {
        return new ElfSection(
                buffer.getInt(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getLong());
    }

    void writeTo(ByteBuffer buffer) {
        buffer.putInt(nameOffset)
                .putInt(type)
                .putLong(flags)
                .putLong(address)
                .putLong(offset)
                .putLong(size)
                .putInt(link)
                .putInt(info)
                .putLong(alignment)
                .putLong(entrySize);
    }

    ElfSection movedTo(long newOffset, long newSize) {
        return new ElfSection(nameOffset, type, flags, address, newOffset, newSize, link, info, alignment, entrySize);
    }
}
