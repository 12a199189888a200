// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a program expects of any Linux besides libraries: mount points, the links of the merged {@code /usr}, the handful of
 * files that the C library and the JDK read in {@code /etc}, UTC, and a UTF-8 locale.
 */
public final class BaseSystem {
    private static final List<String> FOLDERS =
            List.of("/dev", "/etc", "/home", "/mnt", "/proc", "/root", "/run", "/sys", "/usr/bin", "/usr/sbin", "/var");
    private static final List<String> OPEN_FOLDERS = List.of("/dev/shm", "/tmp", "/var/tmp");
    private static final List<String> MERGED_FOLDERS = List.of("/bin", "/lib", "/lib64", "/sbin");

    private static final String ZONE = "/usr/share/zoneinfo/UTC";
    private static final Path HOST_LOCALE = Path.of("/usr/lib/locale/C.utf8");

    private BaseSystem() {}

    public static void addTo(RootTree root) throws IOException {
        addFolders(root);
        addEtc(root);
        addClock(root);
        addLocale(root);
    }

    private static void addFolders(RootTree root) throws IOException {
        for (String path : FOLDERS) {
            root.addFolder(path);
        }
        for (String path : OPEN_FOLDERS) {
            root.addFolder(path, RootTree.OPEN_FOLDER_MODE);
        }
        for (String path : MERGED_FOLDERS) {
            root.addFolder("/usr" + path);
            root.addLink(path, "usr" + path);
        }
    }

    private static void addEtc(RootTree root) throws IOException {
        root.addText("/etc/passwd", """
                root:x:0:0:root:/root:/bin/sh
                nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                """);
        root.addText("/etc/group", """
                root:x:0:
                nogroup:x:65534:
                """);
        root.addText("/etc/hosts", """
                127.0.0.1 localhost
                ::1 localhost ip6-localhost ip6-loopback
                """);
        root.addText("/etc/nsswitch.conf", """
                passwd: files
                group: files
                hosts: files dns
                services: files
                """);
        // Whoever starts the isle knows the name servers and lays its own file over this one.
        root.addText("/etc/resolv.conf", "");
    }

    /** The time zone UTC: 44 bytes of header (RFC 8536, version 1), one type of local time with offset 0, its name. */
    private static void addClock(RootTree root) throws IOException {
        byte[] zone = new byte[44 + 6 + 4];
        zone[0] = 'T';
        zone[1] = 'Z';
        zone[2] = 'i';
        zone[3] = 'f';
        zone[39] = 1; // typecnt
        zone[43] = 4; // charcnt, the NUL included
        zone[50] = 'U';
        zone[51] = 'T';
        zone[52] = 'C';
        root.addBytes(ZONE, zone, 0644);
        root.addLink("/etc/localtime", ZONE);
    }

    /**
     * The UTF-8 locale of this machine, under the name of every language too. So {@code de_DE.UTF-8} or {@code pt_BR.utf8} in the
     * caller's environment is a locale on the isle: glibc tries it without its territory before it gives up, and the JDK
     * takes language and territory from the name.
     */
    private static void addLocale(RootTree root) throws IOException {
        if (!Files.isDirectory(HOST_LOCALE)) {
            return;
        }
        root.addTree(HOST_LOCALE.toString(), HOST_LOCALE);
        Set<String> languages = new TreeSet<>(List.of(Locale.getISOLanguages()));
        // Old and new code of the same language: which of them a JDK lists depends on its release.
        languages.addAll(List.of("he", "id", "in", "iw", "ji", "yi"));
        for (String language : languages) {
            root.addLink(
                    HOST_LOCALE.resolveSibling(language + ".utf8").toString(),
                    HOST_LOCALE.getFileName().toString());
        }
    }
}
