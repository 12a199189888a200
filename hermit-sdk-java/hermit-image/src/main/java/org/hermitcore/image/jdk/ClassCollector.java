// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.hermitcore.image.io.FileTrees;

/**
 * Collects all classes of a class path into one jar, each as a given release sees it, without module descriptors. Of such
 * a jar jdeps tells the modules in one run, whatever mixture of modular, automatic and multi-release jars the class path
 * is: on a class path they are all alike.
 */
final class ClassCollector implements AutoCloseable {
    private static final byte[] VECTOR_PACKAGE = "jdk/incubator/vector/".getBytes(StandardCharsets.US_ASCII);

    private final ZipOutputStream output;
    private final Runtime.Version release;
    private final Set<String> seen = new HashSet<>();
    private boolean usesVectorApi;

    /** @param jar the jar to write */
    ClassCollector(Path jar, int feature) throws IOException {
        output = new ZipOutputStream(Files.newOutputStream(jar));
        release = Runtime.Version.parse(Integer.toString(feature));
    }

    /** Adds a jar or a folder of classes; as on a class path, the first class of a name wins. */
    void add(Path element) throws IOException {
        if (Files.isDirectory(element)) {
            addFolder(element);
        } else {
            addJar(element);
        }
    }

    private void addFolder(Path folder) throws IOException {
        for (Path file : FileTrees.listFiles(folder)) {
            addClass(folder.relativize(file).toString(), Files.readAllBytes(file));
        }
    }

    private void addJar(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, release)) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isClass(entry.getName())) {
                    addClass(entry.getName(), readEntry(jar, entry.getName()));
                }
            }
        }
    }

    /** Goes by the name, because only that finds the variant for the release in a multi-release jar. */
    private static byte[] readEntry(JarFile jar, String name) throws IOException {
        try (InputStream input = jar.getInputStream(jar.getJarEntry(name))) {
            return input.readAllBytes();
        }
    }

    private void addClass(String name, byte[] bytes) throws IOException {
        if (!isClass(name) || !seen.add(name)) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        output.putNextEntry(entry);
        output.write(bytes);
        output.closeEntry();
        usesVectorApi |= contains(bytes, VECTOR_PACKAGE);
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class");
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int start = 0; start <= bytes.length - wanted.length; start++) {
            int length = 0;
            while (length < wanted.length && bytes[start + length] == wanted[length]) {
                length++;
            }
            if (length == wanted.length) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class names the package of the incubating Vector API, which jdeps does not look at by itself. */
    boolean usesVectorApi() {
        return usesVectorApi;
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
