// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.hermitcore.image.io.Digest;
import org.hermitcore.image.io.FileTrees;
import org.hermitcore.image.jdk.Cache;
import org.hermitcore.image.jdk.Jdk;
import org.hermitcore.image.jdk.ModuleFinder;
import org.hermitcore.image.jdk.RuntimeImage;
import org.hermitcore.image.root.Application;
import org.hermitcore.image.root.BaseSystem;
import org.hermitcore.image.root.ErofsImage;
import org.hermitcore.image.root.RootTree;
import org.hermitcore.image.root.SharedLibraries;

/**
 * Makes one executable of a Java program: {@link #build} is the recipe.
 *
 * @since 0.1.0
 */
public final class ImageBuilder {
    private static final int STEPS = 6;

    /** From this release on, JNI code without this option is warned of on stderr. */
    private static final int NATIVE_ACCESS_FEATURE = 22;

    private final ImageConfiguration configuration;
    private final BuildListener listener;
    private final Jdk jdk;
    private int step;

    public ImageBuilder(ImageConfiguration configuration, BuildListener listener) {
        this.configuration = configuration;
        this.listener = listener;
        this.jdk = configuration.jdk();
    }

    /**
     * Builds the executable, unless the one that is there was built from the same input. The same input gives the same bytes.
     *
     * @throws ImageException where that is not possible, with what to do about it
     */
    public BuildResult build() throws IOException {
        Instant start = Instant.now();
        Cache cache = new Cache(configuration.cache());

        begin("modules");
        SortedSet<String> modules =
                new ModuleFinder(jdk, cache).find(configuration.classPath(), configuration.modules());
        begin("run-time image");
        Path runtime = new RuntimeImage(jdk, cache, listener::warned).build(modules, configuration.classDataSharing());
        String fingerprint = fingerprint(modules, runtime);
        if (isUpToDate(fingerprint)) {
            return result(start, true);
        }
        Files.createDirectories(configuration.output().getParent());
        Path work = Files.createTempDirectory(configuration.output().getParent(), ".hermit-");
        try {
            begin("root file system");
            RootTree root = new RootTree(Files.createDirectory(work.resolve("root")));
            BaseSystem.addTo(root);
            root.addTree(Assembly.JDK_FOLDER, runtime);
            Application application = Application.addTo(root, configuration.classPath(), configuration.time());
            if (configuration.overlay().isPresent()) {
                root.addTree("/", configuration.overlay().get());
            }
            begin("shared libraries");
            addLibraries(root);
            begin("root image");
            Path image = work.resolve("rootfs.erofs");
            ErofsImage.write(root.resolve("/"), image, configuration.time());
            begin("executable");
            Assembly.write(
                    configuration.output(),
                    configuration.natives(),
                    work,
                    image,
                    manifest(application, modules, fingerprint));
        } finally {
            FileTrees.delete(work);
        }
        return result(start, false);
    }

    private void begin(String what) {
        step++;
        listener.stepStarted(what, step, STEPS);
    }

    private BuildResult result(Instant start, boolean upToDate) throws IOException {
        Path output = configuration.output();
        return new BuildResult(output, Files.size(output), Duration.between(start, Instant.now()), upToDate);
    }

    private String fingerprint(SortedSet<String> modules, Path runtime) throws IOException {
        Digest digest = new Digest();
        Assembly.addImplementation(digest);
        configuration.natives().addTo(digest);
        digest.add("runtime", runtime.getFileName()).add("name", configuration.name());
        digest.add("main class", configuration.mainClass()).add("modules", modules);
        digest.add("jvm", configuration.jvmArgs()).add("arguments", configuration.arguments());
        digest.add("environment", configuration.environment()).add("pass", configuration.environmentPass());
        digest.add("folder", configuration.workingDirectory()).add("time", configuration.time());
        digest.add("memory", configuration.memory()).add("cores", configuration.cores());
        for (Path element : configuration.classPath()) {
            digest.add("element", element.getFileName()).addTree("element", element);
        }
        if (configuration.overlay().isPresent()) {
            digest.addTree("overlay", configuration.overlay().get());
        }
        Map<String, Path> libraries =
                new TreeMap<>(SharedLibraries.find(FileTrees.listFiles(runtime)).found());
        for (Map.Entry<String, Path> library : libraries.entrySet()) {
            digest.addFile(library.getKey(), library.getValue());
        }
        return digest.toHex();
    }

    private boolean isUpToDate(String fingerprint) throws IOException {
        return Files.isRegularFile(configuration.output())
                && Assembly.fingerprintOf(configuration.output())
                        .filter(fingerprint::equals)
                        .isPresent();
    }

    private void addLibraries(RootTree root) throws IOException {
        SharedLibraries libraries = SharedLibraries.find(root.files());
        libraries
                .missing()
                .forEach((name, users) -> listener.warned("no library " + name + " on this machine, which "
                        + String.join(", ", users) + " would load; install it if the program needs it"));
        libraries.addTo(root);
    }

    private Manifest.Builder manifest(Application application, SortedSet<String> modules, String fingerprint) {
        Manifest.Builder manifest = Manifest.builder(configuration.name())
                .add("program", Assembly.JDK_FOLDER + "/bin/java")
                .addAll("arg", javaArguments(application, modules));
        configuration.environment().forEach((name, value) -> manifest.add("env", name + "=" + value));
        manifest.addAll("env.pass", configuration.environmentPass());
        configuration.workingDirectory().ifPresent(folder -> manifest.add("cwd", folder));
        configuration.memory().ifPresent(memory -> manifest.add("memory", memory));
        configuration.cores().ifPresent(cores -> manifest.add("cores", cores));
        manifest.add(Manifest.FACT_PREFIX + "main-class", configuration.mainClass())
                .add(Manifest.FACT_PREFIX + "jdk", (jdk.version() + " " + jdk.vendor()).strip())
                .add(Manifest.FACT_PREFIX + "modules", String.join(",", modules));
        Assembly.addFingerprint(manifest, fingerprint);
        return manifest;
    }

    /** The command line of {@code java}. The user's options come last, because the last one of a kind wins. */
    private List<String> javaArguments(Application application, SortedSet<String> modules) {
        List<String> arguments = new ArrayList<>();
        if (jdk.feature() >= NATIVE_ACCESS_FEATURE) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        if (modules.contains(ModuleFinder.VECTOR_MODULE)) {
            arguments.addAll(List.of("--add-modules", ModuleFinder.VECTOR_MODULE));
        }
        arguments.addAll(application.jvmOptions());
        arguments.addAll(configuration.jvmArgs());
        arguments.addAll(List.of("-cp", application.classPath(), configuration.mainClass()));
        arguments.addAll(configuration.arguments());
        return arguments;
    }
}
