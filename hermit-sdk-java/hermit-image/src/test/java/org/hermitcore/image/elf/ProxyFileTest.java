// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.Manifest;
import org.hermitcore.image.io.Checksums;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyFileTest {
    private static final byte[] KERNEL = "kernel".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROOT_IMAGE = new byte[10_000];

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("proxy");
        byte[] manifest = Manifest.builder("test")
                .add("kernel.crc32c", Checksums.crc32c(KERNEL))
                .add("rootfs.crc32c", Checksums.crc32c(ROOT_IMAGE))
                .build()
                .toBytes();
        new ElfSectionAppender(Path.of("/bin/true"))
                .add(ProxyFile.KERNEL, KERNEL)
                .add(ProxyFile.ROOT_IMAGE, ROOT_IMAGE)
                .add(ProxyFile.MANIFEST, manifest)
                .writeTo(file);
    }

    @Test
    void readsSectionsAndManifest() throws IOException {
        try (ProxyFile proxy = ProxyFile.open(file)) {
            assertThat(proxy.sections())
                    .extracting(ProxyFile.Section::name)
                    .containsExactly(ProxyFile.KERNEL, ProxyFile.ROOT_IMAGE, ProxyFile.MANIFEST);
            assertThat(proxy.sections().get(1).size()).isEqualTo(ROOT_IMAGE.length);
            assertThat(proxy.manifest().value("name")).contains("test");
            proxy.verify();
        }
    }

    @Test
    void verifyNoticesOneChangedBit() throws IOException {
        try (ProxyFile proxy = ProxyFile.open(file)) {
            long offset = proxy.sections().get(1).offset() + 5000;
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                access.seek(offset);
                access.write(0x10);
            }
            assertThatThrownBy(proxy::verify)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(ProxyFile.ROOT_IMAGE)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void verifyNoticesAnotherManifest() throws IOException {
        Path other = folder.resolve("other");
        new ElfSectionAppender(Path.of("/bin/true"))
                .add(ProxyFile.KERNEL, KERNEL)
                .add(ProxyFile.ROOT_IMAGE, ROOT_IMAGE)
                .add(ProxyFile.MANIFEST, Manifest.builder("test").build().toBytes())
                .writeTo(other);
        try (ProxyFile proxy = ProxyFile.open(other)) {
            assertThatThrownBy(proxy::verify).isInstanceOf(ImageException.class).hasMessageContaining("none");
        }
    }

    @Test
    void otherExecutablesAreNamed() throws IOException {
        try (ProxyFile proxy = ProxyFile.open(Path.of("/bin/true"))) {
            assertThatThrownBy(proxy::manifest)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("/bin/true")
                    .hasMessageContaining(ProxyFile.MANIFEST);
        }
    }

    @Test
    void missingAndTruncatedFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> ProxyFile.open(folder.resolve("none")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("none' does not exist");
        Path cut = folder.resolve("cut");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> ProxyFile.open(cut))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("truncated");
    }
}
