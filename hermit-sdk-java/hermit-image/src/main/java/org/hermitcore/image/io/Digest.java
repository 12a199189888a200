// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 sum over a list of facts. Each is framed by its name and length, so that no two lists look alike. */
public final class Digest {
    private final MessageDigest sha256 = newSha256();

    public Digest add(String name, Object value) {
        return add(name, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }

    public Digest add(String name, byte[] bytes) {
        frame(name, bytes.length);
        sha256.update(bytes);
        return this;
    }

    public Digest addFile(String name, Path file) throws IOException {
        MessageDigest content = newSha256();
        try (InputStream input = new DigestInputStream(Files.newInputStream(file), content)) {
            input.transferTo(OutputStream.nullOutputStream());
        }
        return add(name, content.digest());
    }

    /** Adds a folder with all names, kinds, permissions and contents in it, or a single file. */
    public Digest addTree(String name, Path tree) throws IOException {
        if (!Files.isDirectory(tree)) {
            return addFile(name, tree);
        }
        for (Path path : FileTrees.list(tree)) {
            String entry = name + "/" + tree.relativize(path);
            if (Files.isSymbolicLink(path)) {
                add(entry + " link", Files.readSymbolicLink(path));
            } else {
                add(entry + " mode", Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
                if (Files.isRegularFile(path)) {
                    addFile(entry, path);
                }
            }
        }
        return this;
    }

    /** The sum of all that was added, as hexadecimal digits. No more can be added. */
    public String toHex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void frame(String name, int length) {
        sha256.update((name + "\0" + length + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
