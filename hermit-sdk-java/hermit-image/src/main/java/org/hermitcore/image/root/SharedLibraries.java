// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hermitcore.image.ImageException;

/**
 * Finds the libraries of this machine that the ELF files of a root tree need, theirs in turn, and so on: the same that
 * {@code ldd} shows. A name is looked for as {@code ld.so(8)} does: DT_RPATH or DT_RUNPATH of the file that needs it, the
 * cache of the dynamic linker, the default folders.
 *
 * <p>Libraries in jars count as well; where something that they need is not there, nobody is told: a jar may have several
 * variants of one library, and the program chooses.
 *
 * <p>They all go to the one folder that the C library itself comes from. Its dynamic linker searches that one by default, so
 * that the isle needs no cache.
 */
public final class SharedLibraries {
    /** The dynamic linker: every executable for x86-64 and glibc has this path in its PT_INTERP (System V ABI). */
    static final String LINKER = "/lib64/ld-linux-x86-64.so.2";

    private static final String C_LIBRARY = "libc.so.6";

    /** Opened by glibc at run time, by name: to end threads, to look up hosts and users. The latter are in libc since 2.34. */
    private static final List<String> OPENED_BY_C_LIBRARY =
            List.of("libgcc_s.so.1", "libnss_files.so.2", "libnss_dns.so.2");

    private static final List<Path> DEFAULT_FOLDERS = List.of(
            Path.of("/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/lib64"),
            Path.of("/usr/lib64"),
            Path.of("/lib"),
            Path.of("/usr/lib"));

    private final LdSoCache cache;
    private final Set<ElfFile> inJars = new HashSet<>();
    private final SortedMap<String, Path> found = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> missing = new TreeMap<>();

    private SharedLibraries(LdSoCache cache) {
        this.cache = cache;
    }

    /**
     * Finds what files of a root tree need.
     *
     * @param tree files of the tree, of any kind
     * @throws ImageException where this machine has no usable glibc
     */
    public static SharedLibraries find(Collection<Path> tree) throws IOException {
        return find(tree, List.of());
    }

    /**
     * The same, with more libraries.
     *
     * @param others names of libraries to add with what they need, as far as this machine has them
     */
    public static SharedLibraries find(Collection<Path> tree, Collection<String> others) throws IOException {
        SharedLibraries libraries = new SharedLibraries(LdSoCache.system());
        libraries.search(tree, others);
        return libraries;
    }

    private void search(Collection<Path> tree, Collection<String> others) throws IOException {
        List<ElfFile> programs = new ArrayList<>();
        Set<String> provided = new HashSet<>();
        for (Path file : tree) {
            Optional<ElfFile> elf = ElfFile.read(file);
            if (elf.isPresent()) {
                programs.add(elf.get());
                // The program loads such a file by its path before, or with, the one that needs it.
                provided.addAll(elf.get().names());
            }
        }
        Deque<ElfFile> open = new ArrayDeque<>(programs);
        List<String> opened = new ArrayList<>(OPENED_BY_C_LIBRARY);
        opened.addAll(others);
        for (String name : opened) {
            findOnHost(name, List.of()).ifPresent(path -> found.put(name, path));
        }
        require(C_LIBRARY);
        for (Path file : tree) {
            if (JarNatives.isJar(file) && !isExtracted(file, tree)) {
                inJars.addAll(JarNatives.read(file));
            }
        }
        open.addAll(inJars);
        for (Path path : found.values()) {
            ElfFile.read(path).ifPresent(open::add);
        }
        while (!open.isEmpty()) {
            resolveNeeds(open.remove(), provided, open);
        }
    }

    private void require(String name) {
        Path path = findOnHost(name, List.of())
                .orElseThrow(() -> new ImageException("this machine has no " + name
                        + " for x86-64 in its library folders; images are built on Linux with glibc"));
        found.put(name, path);
    }

    private void resolveNeeds(ElfFile file, Set<String> provided, Deque<ElfFile> open) throws IOException {
        for (String name : file.needed()) {
            if (provided.contains(name) || found.containsKey(name) || LINKER.endsWith("/" + name)) {
                continue;
            }
            Optional<Path> path = findOnHost(name, file.searchFolders());
            if (path.isEmpty() && !isLoadedByJavaCpp(file) && !inJars.contains(file)) {
                missing.computeIfAbsent(name, key -> new TreeSet<>())
                        .add(file.path().getFileName().toString());
            }
            if (path.isEmpty()) {
                continue;
            }
            found.put(name, path.get());
            ElfFile.read(path.get()).ifPresent(open::add);
        }
    }

    /**
     * JavaCPP's loader loads what its natives need before it loads them, under names that it makes up as links, and tells the
     * program of what is missing.
     */
    private static boolean isLoadedByJavaCpp(ElfFile file) {
        return file.path().toString().contains(JavaCppNatives.FOLDER + "/");
    }

    /** Jars with natives of JavaCPP, which are in the tree as files too. */
    private static boolean isExtracted(Path jar, Collection<Path> tree) {
        String folder = JavaCppNatives.FOLDER + "/" + jar.getFileName() + "/";
        return tree.stream().anyMatch(file -> file.toString().contains(folder));
    }

    private Optional<Path> findOnHost(String name, List<Path> searchFolders) {
        Optional<Path> besides = findIn(searchFolders, name);
        if (besides.isPresent()) {
            return besides;
        }
        Optional<Path> cached = cache.find(name).filter(Files::isRegularFile);
        return cached.isPresent() ? cached : findIn(DEFAULT_FOLDERS, name);
    }

    private static Optional<Path> findIn(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The libraries found: their name, and the file on this machine. */
    public Map<String, Path> found() {
        return Map.copyOf(found);
    }

    /** Names that were not found, each with the files that need it. */
    public SortedMap<String, SortedSet<String>> missing() {
        return new TreeMap<>(missing);
    }

    /** Copies the libraries and the dynamic linker into a root tree. */
    public void addTo(RootTree root) throws IOException {
        String folder = islePath(found.get(C_LIBRARY).toRealPath().getParent());
        for (Map.Entry<String, Path> library : found.entrySet()) {
            root.addCopy(folder + "/" + library.getKey(), library.getValue());
        }
        root.addCopy("/usr" + LINKER, Path.of(LINKER));
    }

    /** On the isle {@code /lib} and the like are links into {@code /usr}. */
    private static String islePath(Path folder) {
        return folder.startsWith("/usr") ? folder.toString() : "/usr" + folder;
    }
}
