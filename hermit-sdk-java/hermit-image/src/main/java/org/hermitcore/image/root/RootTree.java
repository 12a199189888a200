// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.io.FileTrees;

/**
 * The isle's root file system while it is put together in a folder of this machine. Paths given are absolute paths on the
 * isle. Permissions do not depend on the builder's umask: 0755 for folders and for what somebody may execute, 0644 for
 * other files, unless a method says otherwise.
 */
public final class RootTree {
    static final int FOLDER_MODE = 0755;
    static final int OPEN_FOLDER_MODE = 01777;

    private static final int EXECUTABLE_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int ANY_EXECUTE = 0111;
    private static final String MODE = "unix:mode";

    private final Path folder;

    /** @param folder an empty folder */
    public RootTree(Path folder) throws IOException {
        this.folder = folder;
        Files.setAttribute(folder, MODE, FOLDER_MODE);
    }

    /** Where on this machine the file of an isle's path is. */
    public Path resolve(String path) {
        Path resolved = folder.resolve(path.substring(1)).normalize();
        if (!path.startsWith("/") || !resolved.startsWith(folder)) {
            throw new IllegalArgumentException("not an absolute path on the isle: " + path);
        }
        return resolved;
    }

    public RootTree addFolder(String path) throws IOException {
        return addFolder(path, FOLDER_MODE);
    }

    public RootTree addFolder(String path, int mode) throws IOException {
        createParents(path);
        Path target = resolve(path);
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(target);
        }
        Files.setAttribute(target, MODE, mode);
        return this;
    }

    public RootTree addText(String path, String text) throws IOException {
        return addBytes(path, text.getBytes(StandardCharsets.UTF_8), FILE_MODE);
    }

    public RootTree addBytes(String path, byte[] bytes, int mode) throws IOException {
        createParents(path);
        Files.write(resolve(path), bytes);
        Files.setAttribute(resolve(path), MODE, mode);
        return this;
    }

    public RootTree addLink(String path, String target) throws IOException {
        createParents(path);
        Files.deleteIfExists(resolve(path));
        Files.createSymbolicLink(resolve(path), Path.of(target));
        return this;
    }

    /** Copies a file, or what a link leads to. */
    public RootTree addCopy(String path, Path source) throws IOException {
        createParents(path);
        Files.copy(source, resolve(path), StandardCopyOption.REPLACE_EXISTING);
        setDefaultMode(resolve(path));
        return this;
    }

    /**
     * Copies what is in a folder; links stay links. An entry replaces one of the same name, but never a folder by
     * something else or the other way round.
     */
    public RootTree addTree(String path, Path source) throws IOException {
        addFolder(path);
        checkKinds(path, source);
        FileTrees.copy(source, resolve(path));
        for (Path entry : FileTrees.list(source)) {
            Path target = resolve(path).resolve(source.relativize(entry));
            if (!Files.isSymbolicLink(target)) {
                setDefaultMode(target);
            }
        }
        return this;
    }

    private void checkKinds(String path, Path source) throws IOException {
        for (Path entry : FileTrees.list(source)) {
            Path target = resolve(path).resolve(source.relativize(entry));
            boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
            if (exists && isFolder != Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new ImageException("'" + entry + "' cannot replace '/" + folder.relativize(target)
                        + "' of the root image: one is a folder, the other is not"
                        + (Files.isSymbolicLink(target) ? " but a link to " + Files.readSymbolicLink(target) : ""));
            }
        }
    }

    /** Every regular file, and every link that leads to one in this tree, sorted by path. */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : FileTrees.list(folder)) {
            boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
            if (isFile || (Files.isSymbolicLink(path) && leadsToFile(path))) {
                files.add(path);
            }
        }
        return files;
    }

    private boolean leadsToFile(Path link) throws IOException {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        return target.startsWith(folder) && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    }

    private void createParents(String path) throws IOException {
        Path parent = resolve(path).getParent();
        if (parent.equals(folder) || Files.isDirectory(parent)) {
            return;
        }
        addFolder("/" + folder.relativize(parent));
    }

    private static void setDefaultMode(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, MODE, isFolder ? FOLDER_MODE : defaultFileMode(path));
    }

    private static int defaultFileMode(Path file) throws IOException {
        try {
            int mode = (int) Files.getAttribute(file, MODE);
            return (mode & ANY_EXECUTE) != 0 ? EXECUTABLE_MODE : FILE_MODE;
        } catch (NoSuchFileException e) {
            throw new ImageException("'" + file + "' vanished while the image was built", e);
        }
    }
}
