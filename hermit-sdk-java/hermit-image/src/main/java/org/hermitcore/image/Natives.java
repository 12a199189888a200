// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hermitcore.image.io.Digest;

/**
 * The two native parts of every image: the kernel and the proxy. Usually they are on the class path, in the jar
 * {@code hermit-image} with classifier {@code linux-x86_64}; who works on them gives files instead.
 *
 * @since 0.1.0
 */
public final class Natives {
    private static final String FOLDER = "/org/hermitcore/native/linux-x86_64/";

    private final Source kernel;
    private final Source proxy;

    private Natives(Source kernel, Source proxy) {
        this.kernel = kernel;
        this.proxy = proxy;
    }

    /** Those on the class path. They are looked for when they are used. */
    public static Natives bundled() {
        return new Natives(resource("kernel.elf"), resource("hermit-proxy"));
    }

    /** The same, with this file as the kernel. */
    public Natives withKernel(Path file) {
        return new Natives(file("kernel", file), proxy);
    }

    /** The same, with this file as the proxy. */
    public Natives withProxy(Path file) {
        return new Natives(kernel, file("proxy", file));
    }

    private static Source resource(String name) {
        return () -> {
            InputStream stream = Natives.class.getResourceAsStream(FOLDER + name);
            if (stream == null) {
                throw new ImageException("the class path lacks " + FOLDER.substring(1) + name
                        + "; add the dependency org.hermitcore:hermit-image with classifier linux-x86_64");
            }
            return stream;
        };
    }

    private static Source file(String setting, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidValueException(setting, "'" + file + "' is not a file");
        }
        return () -> Files.newInputStream(file);
    }

    void copyKernel(Path target) throws IOException {
        copy(kernel, target);
    }

    void copyProxy(Path target) throws IOException {
        copy(proxy, target);
    }

    void addTo(Digest digest) throws IOException {
        try (InputStream input = kernel.open()) {
            digest.add("kernel", input.readAllBytes());
        }
        try (InputStream input = proxy.open()) {
            digest.add("proxy", input.readAllBytes());
        }
    }

    private static void copy(Source source, Path target) throws IOException {
        try (InputStream input = source.open()) {
            Files.copy(input, target);
        }
    }

    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }
}
