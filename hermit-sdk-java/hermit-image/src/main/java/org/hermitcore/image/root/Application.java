// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The program's own files: the elements of its class path, one below the other in {@value #FOLDER}, and the natives of
 * JavaCPP's presets ready to be loaded.
 */
public final class Application {
    static final String FOLDER = "/app/lib";

    private final List<String> classPath = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final JavaCppNatives natives;
    private final RootTree root;

    private Application(RootTree root, Instant time) {
        this.root = root;
        this.natives = new JavaCppNatives(root, time);
    }

    /**
     * Adds the class path to a root tree.
     *
     * @param time modification time that files of the image will have
     */
    public static Application addTo(RootTree root, List<Path> classPath, Instant time) throws IOException {
        Application application = new Application(root, time);
        for (Path element : classPath) {
            application.add(element);
        }
        application.natives.addRenamed(classPath);
        return application;
    }

    private void add(Path element) throws IOException {
        String path = FOLDER + "/" + uniqueName(element.getFileName().toString());
        if (Files.isDirectory(element)) {
            root.addTree(path, element);
        } else if (!natives.addJar(path, element)) {
            root.addCopy(path, element);
        }
        classPath.add(path);
    }

    /** Two artifacts of different groups may have files of the same name. */
    private String uniqueName(String name) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = i + "-" + name;
        }
        return unique;
    }

    /** The class path on the isle. */
    public String classPath() {
        return String.join(":", classPath);
    }

    /** Options that the JVM needs for these files. */
    public List<String> jvmOptions() {
        return natives.jvmOptions();
    }
}
