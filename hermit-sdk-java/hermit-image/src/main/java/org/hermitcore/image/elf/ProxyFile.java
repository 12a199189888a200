// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.Manifest;
import org.hermitcore.image.io.Checksums;

/** An executable made by the image builder, opened to look at what is in it. */
public final class ProxyFile implements AutoCloseable {
    public static final String KERNEL = ".hermit.kernel";
    public static final String ROOT_IMAGE = ".hermit.rootfs";
    public static final String MANIFEST = ".hermit.manifest";

    private static final int MANIFEST_LIMIT = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final ElfSectionTable table;

    private ProxyFile(Path path, FileChannel channel, ElfSectionTable table) {
        this.path = path;
        this.channel = channel;
        this.table = table;
    }

    /**
     * A part of the file.
     *
     * @param offset in bytes from the start of the file
     * @param size in bytes
     */
    public record Section(String name, long offset, long size) {}

    /**
     * Opens a file.
     *
     * @throws ImageException where it does not exist or is no x86-64 ELF executable
     */
    public static ProxyFile open(Path path) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path);
        } catch (NoSuchFileException e) {
            throw new ImageException("'" + path + "' does not exist", e);
        }
        try {
            return new ProxyFile(path, channel, ElfSectionTable.read(channel, path.toString()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The three parts that make it more than a proxy. */
    public List<Section> sections() {
        return List.of(section(KERNEL), section(ROOT_IMAGE), section(MANIFEST));
    }

    private Section section(String name) {
        ElfSection section = table.find(name)
                .orElseThrow(() -> new ImageException("'" + path + "' has no section " + name
                        + ": it was not made by hermit:package or ./hermit package"));
        return new Section(name, section.offset(), section.size());
    }

    /** How the program is run. */
    public Manifest manifest() throws IOException {
        Section section = section(MANIFEST);
        if (section.size() > MANIFEST_LIMIT) {
            throw new ImageException(
                    "the manifest of '" + path + "' has " + section.size() + " bytes: the file is damaged");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) section.size());
        while (bytes.hasRemaining() && channel.read(bytes, section.offset() + bytes.position()) > 0) {
            // read() may return less than asked for
        }
        return Manifest.parse(bytes.array());
    }

    /**
     * Compares the checksums of kernel and root image with those in the manifest.
     *
     * @throws ImageException where one differs
     */
    public void verify() throws IOException {
        Manifest manifest = manifest();
        verify(KERNEL, manifest.value("kernel.crc32c").orElse("none"));
        verify(ROOT_IMAGE, manifest.value("rootfs.crc32c").orElse("none"));
    }

    private void verify(String name, String expected) throws IOException {
        Section section = section(name);
        String actual = Checksums.crc32c(channel, section.offset(), section.size());
        if (!actual.equals(expected)) {
            throw new ImageException("section " + name + " of '" + path + "' has the checksum " + actual
                    + ", the manifest says " + expected + ": the file is damaged; package it again");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
