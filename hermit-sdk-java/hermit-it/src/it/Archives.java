// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;

/** Jars written and read in three ways, and a gzip round trip. */
final class Archives {
    private Archives() {}

    static void check() throws IOException {
        byte[] data = new byte[300_000];
        new Random(1).ints(data.length / 3).forEach(i -> data[Math.floorMod(i, data.length)] = (byte) (i >> 8));
        Path jar = Files.createTempFile(Path.of("").toAbsolutePath(), "archive", ".jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (int i = 0; i < 20; i++) {
                out.putNextEntry(new ZipEntry("entry" + i));
                out.write(data, i * 1000, data.length - i * 1000);
            }
        }
        try (var file = new JarFile(jar.toFile())) {
            Expect.equal(21, file.size(), "entries");
            byte[] back = file.getInputStream(file.getEntry("entry7")).readAllBytes();
            Expect.that(java.util.Arrays.equals(data, 7000, data.length, back, 0, back.length), "entry7 is unchanged");
        }
        try (var system = FileSystems.newFileSystem(jar)) {
            Expect.equal((long) data.length - 3000, Files.size(system.getPath("entry3")), "size of entry3");
        }
        Files.delete(jar);
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(data);
        }
        byte[] back = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray())).readAllBytes();
        Expect.that(java.util.Arrays.equals(data, back), "gzip gives back what it got");
    }
}
