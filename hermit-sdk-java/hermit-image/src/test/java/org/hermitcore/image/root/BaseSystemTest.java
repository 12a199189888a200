// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hermitcore.image.io.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseSystemTest {
    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        BaseSystem.addTo(new RootTree(folder));
    }

    @Test
    void hasMountPointsAndWritableFolders() throws IOException {
        for (String name : List.of("proc", "sys", "dev", "run", "home")) {
            assertThat(folder.resolve(name)).isDirectory();
        }
        for (String name : List.of("tmp", "dev/shm", "var/tmp")) {
            assertThat((int) Files.getAttribute(folder.resolve(name), "unix:mode") & 07777)
                    .isEqualTo(01777);
        }
    }

    @Test
    void foldersOfUsrAreMerged() throws IOException {
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            assertThat(Files.readSymbolicLink(folder.resolve(name))).isEqualTo(Path.of("usr", name));
            assertThat(folder.resolve("usr").resolve(name)).isDirectory();
        }
    }

    /** Read by glibc itself: a zone file that it cannot read would silently be UTC as well, but not with this name. */
    @Test
    void clockShowsUtc() throws IOException {
        Path zone = folder.resolve("usr/share/zoneinfo/UTC");
        String shown = Tool.of(List.of("env", "TZ=:" + zone, "date", "-d", "@0", "+%F %T %Z %z"))
                .run();

        assertThat(shown).isEqualTo("1970-01-01 00:00:00 UTC +0000");
        assertThat(Files.readSymbolicLink(folder.resolve("etc/localtime")))
                .isEqualTo(Path.of("/usr/share/zoneinfo/UTC"));
    }

    @Test
    void usersAndHostsCanBeRead() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("etc/passwd"))).allMatch(line -> line.split(":", -1).length == 7);
        assertThat(Files.readAllLines(folder.resolve("etc/group"))).allMatch(line -> line.split(":", -1).length == 4);
        assertThat(folder.resolve("etc/hosts")).content().contains("127.0.0.1 localhost");
    }

    /** The dynamic linker's locale code, asked by way of locale(1) with the tree's locales. */
    @Test
    void everyLanguageHasAUtf8Locale() throws IOException {
        for (String name : List.of("de_CH.UTF-8", "pt_BR.utf8", "he_IL.UTF-8")) {
            String charset = Tool.of(List.of(
                            "env",
                            "LOCPATH=" + folder.resolve("usr/lib/locale"),
                            "LC_ALL=" + name,
                            "locale",
                            "charmap"))
                    .run();
            assertThat(charset).as(name).isEqualTo("UTF-8");
        }
    }
}
