// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** Files of the working folder (a host folder) and of /tmp: made, read, renamed, listed, removed. */
final class HostFiles {
    private HostFiles() {}

    static void check() throws IOException {
        checkFolder(Files.createTempDirectory(Path.of("").toAbsolutePath(), "files"));
        checkFolder(Files.createTempDirectory(Path.of("/tmp"), "files"));
    }

    private static void checkFolder(Path folder) throws IOException {
        Path file = folder.resolve("a file.txt");
        String text = "Grüße, 世界\n".repeat(1000);
        Files.writeString(file, text);
        Files.writeString(file, "end", StandardOpenOption.APPEND);
        Expect.equal(text + "end", Files.readString(file), "contents");
        Expect.equal((long) (text + "end").getBytes(StandardCharsets.UTF_8).length, Files.size(file), "size");
        Expect.thrown(FileAlreadyExistsException.class, () -> Files.createFile(file));
        checkAttributes(file);
        checkNames(folder, file);
        checkTree(folder);
    }

    private static void checkAttributes(Path file) throws IOException {
        var time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        Expect.equal(time, Files.getLastModifiedTime(file), "time of the last change");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Expect.equal("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "permissions");
        Expect.that(Files.isRegularFile(file) && Files.isReadable(file), "it is a readable regular file");
    }

    private static void checkNames(Path folder, Path file) throws IOException {
        Path moved = Files.move(file, folder.resolve("moved"));
        Expect.that(Files.notExists(file), "the old name is gone");
        Path copy = Files.copy(moved, folder.resolve("copy"));
        Expect.equal(-1L, Files.mismatch(moved, copy), "first difference of the copy");
        Files.move(copy, moved, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("moved"));
        Expect.equal(Path.of("moved"), Files.readSymbolicLink(link), "target of the link");
        Expect.that(Files.isSameFile(link, moved), "the link leads to the file");
        Files.delete(link);
        Files.delete(moved);
        Expect.thrown(NoSuchFileException.class, () -> Files.delete(moved));
    }

    private static void checkTree(Path folder) throws IOException {
        for (int i = 0; i < 200; i++) {
            Files.writeString(Files.createDirectories(folder.resolve("d/" + i % 10)).resolve("f" + i), "x");
        }
        try (var files = Files.walk(folder)) {
            Expect.equal(200L, files.filter(Files::isRegularFile).count(), "files in the tree");
        }
        Expect.thrown(DirectoryNotEmptyException.class, () -> Files.delete(folder));
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted((a, b) -> b.compareTo(a)).collect(Collectors.toList())) {
                Files.delete(path);
            }
        }
        Expect.that(Files.notExists(folder), "the folder is gone");
    }
}
