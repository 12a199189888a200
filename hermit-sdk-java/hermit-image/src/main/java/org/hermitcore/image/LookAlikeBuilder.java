// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.io.FileTrees;
import org.hermitcore.image.jdk.Jdk;
import org.hermitcore.image.root.BaseSystem;
import org.hermitcore.image.root.ErofsImage;
import org.hermitcore.image.root.RootTree;
import org.hermitcore.image.root.SharedLibraries;
import org.hermitcore.image.root.WholeJdk;

/**
 * Makes a folder that looks like a JDK, whose {@code bin/java} runs programs on an isle: with {@code release} beside
 * {@code bin}, it can be named wherever a tool wants to know which {@code java} to start.
 *
 * @since 0.1.0
 */
public final class LookAlikeBuilder {
    private static final String NAME = "java";
    private static final int STEPS = 4;
    private static final int KEY_LENGTH = 16;
    private static final Instant TIME = Instant.parse("2000-01-01T00:00:00Z");

    /** Each start of {@code bin/java} sets its time; so what is older is used by nobody. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** What native code loads in many jars' libraries that the JDK itself does not need. */
    private static final List<String> FOR_NATIVE_CODE = List.of(
            "libdl.so.2",
            "libgfortran.so.5",
            "libgomp.so.1",
            "libm.so.6",
            "libpthread.so.0",
            "libresolv.so.2",
            "librt.so.1",
            "libstdc++.so.6",
            "libutil.so.1",
            "libz.so.1");

    private final Jdk jdk;
    private final Natives natives;
    private final BuildListener listener;
    private int step;

    /**
     * Prepares a build.
     *
     * @throws InvalidValueException where the JDK is none that is complete
     */
    public LookAlikeBuilder(Jdk jdk, Natives natives, BuildListener listener) {
        this.jdk = jdk;
        this.natives = natives;
        this.listener = listener;
        // It stands for a JDK; what is reduced to some modules would answer otherwise than that.
        jdk.tool("jlink");
    }

    /**
     * Makes the folder in a cache, unless it is there. Older ones of the same JDK and owner that nobody has used for an hour
     * are removed. Any number of builds may do this at the same time.
     *
     * @param owner who makes it; others' are left alone
     */
    public BuildResult buildInCache(Path cache, String owner) throws IOException {
        Instant start = Instant.now();
        WholeJdk files = new WholeJdk(jdk);
        String fingerprint = fingerprint(files);
        String series = new Digest().add("jdk", jdk.home()).add("owner", owner).toHex();
        Path folder = cache.resolve("java-" + series.substring(0, KEY_LENGTH));
        Path entry = folder.resolve(fingerprint.substring(0, KEY_LENGTH));
        createFolders(folder);
        synchronized (LookAlikeBuilder.class) { // a file's lock is the whole JVM's
            try (FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until it is closed
                BuildResult result = build(entry, files, fingerprint, start);
                if (!result.upToDate()) {
                    removeUnused(folder, entry);
                }
                return result;
            }
        }
    }

    /** Makes the folder, unless it is there. */
    public BuildResult build(Path home) throws IOException {
        Instant start = Instant.now();
        WholeJdk files = new WholeJdk(jdk);
        return build(home.toAbsolutePath().normalize(), files, fingerprint(files), start);
    }

    private BuildResult build(Path home, WholeJdk files, String fingerprint, Instant start) throws IOException {
        Path java = home.resolve("bin/java");
        Path release = home.resolve("release");
        boolean upToDate = Files.isRegularFile(release)
                && Files.isRegularFile(java)
                && Assembly.fingerprintOf(java).filter(fingerprint::equals).isPresent();
        if (!upToDate) {
            createFolders(java.getParent());
            Path work = Files.createTempDirectory(home, ".hermit-");
            try {
                Path made = work.resolve(NAME);
                make(work, files, fingerprint, made);
                Files.copy(jdk.home().resolve("release"), release, StandardCopyOption.REPLACE_EXISTING);
                Files.move(made, java, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FileTrees.delete(work);
            }
        }
        return new BuildResult(java, Files.size(java), Duration.between(start, Instant.now()), upToDate);
    }

    private static void createFolders(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImageException("the folder '" + folder + "' cannot be made; name another one: " + e, e);
        }
    }

    private void make(Path work, WholeJdk files, String fingerprint, Path output) throws IOException {
        begin("root file system");
        RootTree root = new RootTree(Files.createDirectory(work.resolve("root")));
        BaseSystem.addTo(root);
        files.addTo(root, Assembly.JDK_FOLDER);
        begin("shared libraries");
        // A library that is missing here is missing to the JDK itself too: nothing to warn of.
        SharedLibraries.find(root.files(), FOR_NATIVE_CODE).addTo(root);
        begin("root image");
        Path image = work.resolve("rootfs.erofs");
        ErofsImage.write(root.resolve("/"), image, TIME);
        begin("executable");
        Manifest.Builder manifest = Manifest.builder(NAME)
                .add("program", Assembly.JDK_FOLDER + "/bin/java")
                .add("java.home", jdk.home().toString())
                .add(Manifest.FACT_PREFIX + "jdk", (jdk.version() + " " + jdk.vendor()).strip());
        Assembly.addFingerprint(manifest, fingerprint);
        Assembly.write(output, natives, work, image, manifest);
    }

    private void begin(String what) {
        step++;
        listener.stepStarted(what, step, STEPS);
    }

    private String fingerprint(WholeJdk files) throws IOException {
        Digest digest = new Digest().add("home", jdk.home());
        Assembly.addImplementation(digest);
        natives.addTo(digest);
        files.addTo(digest);
        return digest.toHex();
    }

    private static void removeUnused(Path folder, Path kept) throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        List<Path> entries;
        try (Stream<Path> paths = Files.list(folder)) {
            entries = paths.filter(Files::isDirectory)
                    .filter(path -> !path.equals(kept))
                    .collect(Collectors.toList());
        }
        for (Path entry : entries) {
            Path java = entry.resolve("bin/java");
            Path dated = Files.exists(java) ? java : entry;
            if (Files.getLastModifiedTime(dated).toInstant().isBefore(limit)) {
                FileTrees.delete(entry);
            }
        }
    }
}
