// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.root;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the libraries that JavaCPP's loader shall extract under another name than they have in their jar. The presets say so in
 * their annotation: {@code @Platform(preload = "openblas@.0#openblas_nolapack@.0")} makes a {@code libopenblas_nolapack.so.0} of
 * {@code libopenblas.so.0}.
 */
final class JavaCppRenames {
    private static final String PROPERTIES = "Lorg/bytedeco/javacpp/annotation/Properties;";
    private static final String PLATFORM = "Lorg/bytedeco/javacpp/annotation/Platform;";
    private static final Pattern RENAME = Pattern.compile("([^@#]+)(?:@([^#]*))?#([^@#]+)(?:@([^#]*))?");

    private final Set<Rename> found = new TreeSet<>();

    private JavaCppRenames() {}

    /**
     * A file name in the jar, and the one that the loader looks for.
     *
     * @param source for example {@code libopenblas.so.0}
     * @param target for example {@code libopenblas_nolapack.so.0}
     */
    record Rename(String source, String target) implements Comparable<Rename> {
        @Override
        public int compareTo(Rename other) {
            int byTarget = target.compareTo(other.target);
            return byTarget != 0 ? byTarget : source.compareTo(other.source);
        }
    }

    /** All renames that classes in these jars ask for, sorted. */
    static Set<Rename> find(Iterable<Path> jars) throws IOException {
        JavaCppRenames renames = new JavaCppRenames();
        for (Path jar : jars) {
            if (Files.isRegularFile(jar)) {
                renames.scan(jar);
            }
        }
        return renames.found;
    }

    private void scan(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    try (InputStream input = jar.getInputStream(entry)) {
                        scan(new ClassReader(input));
                    }
                }
            }
        }
    }

    private void scan(ClassReader reader) {
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return descriptor.equals(PROPERTIES) || descriptor.equals(PLATFORM) ? new Values() : null;
            }
        };
        reader.accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    private void addText(String text) {
        Matcher rename = RENAME.matcher(text);
        if (rename.matches()) {
            found.add(
                    new Rename(fileName(rename.group(1), rename.group(2)), fileName(rename.group(3), rename.group(4))));
        }
    }

    private static String fileName(String name, String version) {
        return "lib" + name + ".so" + (version == null ? "" : version);
    }

    /** Looks at all texts in an annotation, at any depth: platforms are nested in properties, names in arrays. */
    private final class Values extends AnnotationVisitor {
        Values() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(String name, Object value) {
            if (value instanceof String text) {
                addText(text);
            }
        }

        @Override
        public AnnotationVisitor visitAnnotation(String name, String descriptor) {
            return this;
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            return this;
        }
    }
}
