// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipExtraField;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Lays out the natives of JavaCPP's presets as its loader would when it extracts them, so that it finds them at once:
 *
 * <pre>
 *   &lt;cache folder&gt;/&lt;file name of the jar&gt;/&lt;path in the jar&gt;
 * </pre>
 *
 * <p>The loader takes such a file only if its size and time are those of the entry in the jar. All files of an image have
 * one time; so the jar gets it too, in each entry, with nothing else changed. The time is written in UTC (the field
 * "extended timestamp"): without that, it would mean another moment in another time zone.
 */
final class JavaCppNatives {
    /** Folder that the loader is told to take as its cache. */
    static final String FOLDER = "/app/javacpp";

    private static final Pattern NATIVE = Pattern.compile("(?:.*/)?linux-x86_64[^/]*/[^/]+\\.so(?:\\.[0-9.]+)?");

    /** The loader wants to write there: it makes a lock file and links of its own. */
    private static final int WRITABLE_MODE = 0777;

    private final RootTree root;
    private final Instant time;
    /** Folders of the isle with natives. */
    private final SortedSet<String> folders = new TreeSet<>();

    JavaCppNatives(RootTree root, Instant time) {
        this.root = root;
        this.time = time;
    }

    /**
     * Adds a jar with natives to the root tree, and its natives.
     *
     * @return false where the file has no natives; nothing is added then
     */
    boolean addJar(String path, Path jar) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(jar).get()) {
            List<ZipArchiveEntry> natives = Collections.list(zip.getEntries()).stream()
                    .filter(entry -> NATIVE.matcher(entry.getName()).matches())
                    .collect(Collectors.toList());
            if (natives.isEmpty()) {
                return false;
            }
            String folder = FOLDER + "/" + path.substring(path.lastIndexOf('/') + 1);
            for (ZipArchiveEntry entry : natives) {
                extract(zip, entry, folder);
            }
            root.addBytes(path, new byte[0], 0644);
            copyWithTime(zip, root.resolve(path));
        }
        return true;
    }

    private void extract(ZipFile zip, ZipArchiveEntry entry, String folder) throws IOException {
        String target = folder + "/" + entry.getName();
        addWritableFolders(target);
        folders.add(target.substring(0, target.lastIndexOf('/')));
        try (InputStream input = zip.getInputStream(entry)) {
            root.addBytes(target, input.readAllBytes(), 0755);
        }
    }

    private void addWritableFolders(String file) throws IOException {
        for (int slash = file.indexOf('/', FOLDER.length()); slash > 0; slash = file.indexOf('/', slash + 1)) {
            root.addFolder(file.substring(0, slash), WRITABLE_MODE);
        }
    }

    private void copyWithTime(ZipFile zip, Path target) throws IOException {
        X5455_ExtendedTimestamp timestamp = new X5455_ExtendedTimestamp();
        timestamp.setModifyFileTime(FileTime.from(time));
        try (ZipArchiveOutputStream output = new ZipArchiveOutputStream(Files.newOutputStream(target))) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                entry.setExtraFields(new ZipExtraField[] {timestamp});
                output.addRawArchiveEntry(entry, zip.getRawInputStream(entry));
            }
        }
        ZipClock.set(target, time);
    }

    /** Adds the names under which the loader looks for some natives; a link to the file has the size and time that it wants. */
    void addRenamed(List<Path> classPath) throws IOException {
        if (folders.isEmpty()) {
            return;
        }
        for (JavaCppRenames.Rename rename : JavaCppRenames.find(classPath)) {
            for (String folder : folders) {
                boolean applies = Files.exists(root.resolve(folder + "/" + rename.source()))
                        && !Files.exists(root.resolve(folder + "/" + rename.target()));
                if (applies) {
                    root.addLink(folder + "/" + rename.target(), rename.source());
                }
            }
        }
    }

    /** Options for the JVM; none where no jar has natives. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        if (!folders.isEmpty()) {
            options.add("-Dorg.bytedeco.javacpp.cachedir=" + FOLDER);
        }
        return options;
    }
}
