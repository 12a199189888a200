// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Sets the old time field of all entries of a zip file to the wall clock of UTC. Libraries write there the wall clock of the
 * time zone in which they run; so the same input would give other bytes in another zone.
 */
final class ZipClock {
    // Offsets and signatures: APPNOTE.TXT 6.3.10, sections 4.3.7 (local), 4.3.12 (central) and 4.3.16 (end).
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_ENTRIES = 10;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int CENTRAL_BYTES = 46;
    private static final int CENTRAL_TIME = 12;
    private static final int CENTRAL_NAME_LENGTH = 28;
    private static final int CENTRAL_LOCAL_OFFSET = 42;
    private static final int LOCAL_TIME = 10;

    private ZipClock() {}

    /**
     * Sets the times.
     *
     * @param zip a file without comment and without the extension for more than 4 GiB or 65534 entries
     */
    static void set(Path zip, Instant time) throws IOException {
        try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer file = channel.map(MapMode.READ_WRITE, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            int end = file.limit() - END_BYTES;
            int count = end < 0 ? 0xffff : Short.toUnsignedInt(file.getShort(end + END_ENTRIES));
            if (count == 0xffff || file.getInt(end) != END_SIGNATURE) {
                throw new IOException(
                        "'" + zip.getFileName() + "' has more entries than a jar with natives can have here");
            }
            int entry = file.getInt(end + END_DIRECTORY_OFFSET);
            for (int i = 0; i < count; i++) {
                file.putInt(entry + CENTRAL_TIME, dosTime(time));
                file.putInt(file.getInt(entry + CENTRAL_LOCAL_OFFSET) + LOCAL_TIME, dosTime(time));
                entry += CENTRAL_BYTES + variableBytes(file, entry + CENTRAL_NAME_LENGTH);
            }
        }
    }

    /** Lengths of name, extra fields and comment, one after the other. */
    private static int variableBytes(ByteBuffer file, int lengths) {
        return Short.toUnsignedInt(file.getShort(lengths))
                + Short.toUnsignedInt(file.getShort(lengths + 2))
                + Short.toUnsignedInt(file.getShort(lengths + 4));
    }

    /** Time in the lower half, date in the upper one; seconds in steps of two, years from 1980. */
    private static int dosTime(Instant time) {
        LocalDateTime clock = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        int timeOfDay = (clock.getHour() << 11) | (clock.getMinute() << 5) | (clock.getSecond() / 2);
        int date = ((clock.getYear() - 1980) << 9) | (clock.getMonthValue() << 5) | clock.getDayOfMonth();
        return (date << 16) | timeOfDay;
    }
}
