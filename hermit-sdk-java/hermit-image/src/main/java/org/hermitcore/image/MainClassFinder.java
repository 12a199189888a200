// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.hermitcore.image.io.FileTrees;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the class that a jar, or a folder of classes, is started with: the one that its manifest names, else the only one with a
 * {@code public static void main(String[])}.
 *
 * @since 0.1.0
 */
public final class MainClassFinder {
    private static final String SETTING = "mainClass";

    private MainClassFinder() {}

    /**
     * Finds the main class.
     *
     * @throws InvalidValueException where there is none or more than one; the message lists them
     */
    public static String find(Path jar) throws IOException {
        Optional<String> named = inManifest(jar);
        if (named.isPresent()) {
            return named.get();
        }
        SortedSet<String> candidates = candidates(jar);
        if (candidates.isEmpty()) {
            throw new InvalidValueException(
                    SETTING,
                    "no class in '" + jar + "' has a public static void main(String[]); name the class to start");
        }
        if (candidates.size() > 1) {
            throw new InvalidValueException(
                    SETTING,
                    candidates.size() + " classes in '" + jar + "' have a main method; choose one of "
                            + String.join(", ", candidates));
        }
        return candidates.first();
    }

    private static Optional<String> inManifest(Path jar) throws IOException {
        if (Files.isDirectory(jar)) {
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return Optional.ofNullable(manifest)
                    .map(found -> found.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        }
    }

    /** The names of all classes with a main method, sorted. */
    public static SortedSet<String> candidates(Path jar) throws IOException {
        SortedSet<String> candidates = new TreeSet<>();
        if (Files.isDirectory(jar)) {
            for (Path file : FileTrees.listFiles(jar)) {
                if (isClass(jar.relativize(file).toString())) {
                    try (InputStream input = Files.newInputStream(file)) {
                        scan(input, candidates);
                    }
                }
            }
            return candidates;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isClass(entry.getName())) {
                    try (InputStream input = file.getInputStream(entry)) {
                        scan(input, candidates);
                    }
                }
            }
        }
        return candidates;
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class");
    }

    private static void scan(InputStream input, SortedSet<String> candidates) throws IOException {
        ClassReader reader = new ClassReader(input);
        MainMethodVisitor visitor = new MainMethodVisitor();
        reader.accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (visitor.found) {
            candidates.add(reader.getClassName().replace('/', '.'));
        }
    }

    /** The Java Virtual Machine Specification leaves the choice of the first class to the launcher; this is what java(1) takes. */
    private static final class MainMethodVisitor extends ClassVisitor {
        private static final int ACCESS = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

        private boolean found;

        MainMethodVisitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            found |= (access & ACCESS) == ACCESS && name.equals("main") && descriptor.equals("([Ljava/lang/String;)V");
            return null;
        }
    }
}
