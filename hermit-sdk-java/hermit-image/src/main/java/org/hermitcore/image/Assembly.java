// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.hermitcore.image.elf.ElfSectionAppender;
import org.hermitcore.image.elf.ProxyFile;
import org.hermitcore.image.io.Checksums;
import org.hermitcore.image.io.Digest;

/** What every kind of executable is put together from: proxy, kernel, root image, manifest. */
final class Assembly {
    static final String JDK_FOLDER = "/jdk";

    private static final String FINGERPRINT_KEY = Manifest.FACT_PREFIX + "fingerprint";

    private Assembly() {}

    /**
     * Writes an executable.
     *
     * @param work folder for intermediate files
     * @param image the root image
     * @param manifest lacks nothing but the sums
     */
    static void write(Path output, Natives natives, Path work, Path image, Manifest.Builder manifest)
            throws IOException {
        Path kernel = work.resolve("kernel.elf");
        Path proxy = work.resolve("hermit-proxy");
        natives.copyKernel(kernel);
        natives.copyProxy(proxy);
        manifest.add("kernel.crc32c", Checksums.crc32c(kernel)).add("rootfs.crc32c", Checksums.crc32c(image));
        new ElfSectionAppender(proxy)
                .add(ProxyFile.KERNEL, kernel)
                .add(ProxyFile.ROOT_IMAGE, image)
                .add(ProxyFile.MANIFEST, manifest.build().toBytes())
                .writeTo(output);
    }

    static void addFingerprint(Manifest.Builder manifest, String fingerprint) {
        manifest.add(FINGERPRINT_KEY, fingerprint);
    }

    /** The fingerprint of an executable of ours; of any other file none. */
    static Optional<String> fingerprintOf(Path file) throws IOException {
        try (ProxyFile proxy = ProxyFile.open(file)) {
            return proxy.manifest().value(FINGERPRINT_KEY);
        } catch (ImageException e) {
            // Whatever that file is, it is no intact executable of ours: it is replaced.
            return Optional.empty();
        }
    }

    /** Another version of this builder may make another image of the same input. */
    static void addImplementation(Digest digest) throws IOException {
        CodeSource source = Assembly.class.getProtectionDomain().getCodeSource();
        try {
            digest.addTree("builder", Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("the builder does not know where its own classes are", e);
        }
    }
}
