// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The dynamic linker's cache of library names, {@code /etc/ld.so.cache}, as {@code dl-cache.h} of glibc defines it. Only
 * entries for x86-64 that any CPU can use are kept, not the variants for newer ones: the isle may have another CPU.
 */
final class LdSoCache {
    private static final Path SYSTEM = Path.of("/etc/ld.so.cache");

    private static final String OLD_MAGIC = "ld.so-1.7.0\0";
    private static final String NEW_MAGIC = "glibc-ld.so.cache1.1";
    private static final int OLD_ENTRY_BYTES = 12;
    private static final int NEW_HEADER_BYTES = 48;

    /** FLAG_ELF_LIBC6 | FLAG_X8664_LIB64. */
    private static final int FLAGS_X86_64 = 0x0303;

    private final Map<String, Path> libraries;

    private LdSoCache(Map<String, Path> libraries) {
        this.libraries = libraries;
    }

    /** The cache of this machine; empty where it has none or one of an unknown format. */
    static LdSoCache system() throws IOException {
        return Files.isReadable(SYSTEM) ? parse(Files.readAllBytes(SYSTEM)) : new LdSoCache(Map.of());
    }

    static LdSoCache parse(byte[] bytes) {
        Map<String, Path> libraries = new HashMap<>();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = findNewFormat(file);
        if (start >= 0) {
            try {
                readEntries(file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN), libraries);
            } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
                // Damaged from here on: what was read stands, the default folders are searched for the rest.
                return new LdSoCache(libraries);
            }
        }
        return new LdSoCache(libraries);
    }

    /** The new format stands alone, or behind the old one and aligned to 8 bytes. */
    private static int findNewFormat(ByteBuffer file) {
        if (hasText(file, 0, NEW_MAGIC)) {
            return 0;
        }
        if (!hasText(file, 0, OLD_MAGIC) || file.limit() < OLD_MAGIC.length() + Integer.BYTES) {
            return -1;
        }
        long entries = Integer.toUnsignedLong(file.getInt(OLD_MAGIC.length()));
        long end = OLD_MAGIC.length() + Integer.BYTES + entries * OLD_ENTRY_BYTES;
        long aligned = (end + 7) / 8 * 8;
        return aligned < file.limit() && hasText(file, (int) aligned, NEW_MAGIC) ? (int) aligned : -1;
    }

    private static boolean hasText(ByteBuffer file, int offset, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        return file.limit() - offset >= expected.length
                && file.slice(offset, expected.length).equals(ByteBuffer.wrap(expected));
    }

    private static void readEntries(ByteBuffer cache, Map<String, Path> libraries) {
        int count = cache.getInt(NEW_MAGIC.length());
        cache.position(NEW_HEADER_BYTES);
        for (int i = 0; i < count; i++) {
            int flags = cache.getInt();
            int name = cache.getInt();
            int path = cache.getInt();
            cache.getInt(); // lowest kernel version, unused since glibc 2.36
            long hardwareCapabilities = cache.getLong();
            if (flags == FLAGS_X86_64 && hardwareCapabilities == 0) {
                libraries.putIfAbsent(readText(cache, name), Path.of(readText(cache, path)));
            }
        }
    }

    private static String readText(ByteBuffer cache, int offset) {
        int end = offset;
        while (cache.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - offset];
        cache.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    Optional<Path> find(String name) {
        return Optional.ofNullable(libraries.get(name));
    }
}
