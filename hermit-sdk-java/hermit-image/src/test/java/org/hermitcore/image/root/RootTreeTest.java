// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hermitcore.image.ImageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTreeTest {
    private static final int KIND_AND_MODE = 0177777;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;

    @TempDir
    Path folder;

    @TempDir
    Path source;

    private RootTree root;

    @BeforeEach
    void setUp() throws IOException {
        root = new RootTree(folder);
    }

    @Test
    void modesDoNotDependOnTheSource() throws IOException {
        write("odd/script", 0700);
        write("odd/data", 0600);
        Files.setAttribute(source.resolve("odd"), "unix:mode", 0700);
        root.addTree("/x", source).addFolder("/t", RootTree.OPEN_FOLDER_MODE);

        assertThat(mode("x/odd")).isEqualTo(FOLDER | 0755);
        assertThat(mode("x/odd/script")).isEqualTo(FILE | 0755);
        assertThat(mode("x/odd/data")).isEqualTo(FILE | 0644);
        assertThat(mode("t")).isEqualTo(FOLDER | 01777);
    }

    @Test
    void linksStayLinksAndModesAreNotSetThroughThem() throws IOException {
        write("data", 0644);
        Files.createSymbolicLink(source.resolve("link"), Path.of("/etc/hostname"));
        root.addTree("/", source);

        assertThat(Files.readSymbolicLink(folder.resolve("link"))).isEqualTo(Path.of("/etc/hostname"));
    }

    @Test
    void overlayReplacesFilesAndKeepsTheRest() throws IOException {
        root.addText("/etc/hosts", "old").addText("/etc/passwd", "kept");
        Files.createDirectory(source.resolve("etc"));
        Files.writeString(source.resolve("etc/hosts"), "new");
        root.addTree("/", source);

        assertThat(folder.resolve("etc/hosts")).hasContent("new");
        assertThat(folder.resolve("etc/passwd")).hasContent("kept");
    }

    @Test
    void overlayCannotPutAFolderOnALink() throws IOException {
        root.addFolder("/usr/lib").addLink("/lib", "usr/lib");
        Files.createDirectories(source.resolve("lib"));

        assertThatThrownBy(() -> root.addTree("/", source))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(source.resolve("lib").toString())
                .hasMessageContaining("'/lib'")
                .hasMessageContaining("link to usr/lib");
    }

    @Test
    void listsFilesAndLinksToFilesInside() throws IOException {
        root.addText("/a/file", "").addLink("/a/inside", "file").addLink("/a/outside", "/etc/passwd");
        root.addLink("/a/nowhere", "none").addLink("/a/up", "../../etc/passwd");

        assertThat(root.files()).containsExactly(folder.resolve("a/file"), folder.resolve("a/inside"));
    }

    @Test
    void refusesPathsThatLeaveTheTree() {
        assertThatThrownBy(() -> root.addText("/../x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.addText("x", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private void write(String name, int mode) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setAttribute(file, "unix:mode", mode);
    }

    private int mode(String name) throws IOException {
        return (int) Files.getAttribute(folder.resolve(name), "unix:mode") & KIND_AND_MODE;
    }
}
