// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hermitcore.image.Natives;
import org.hermitcore.image.jdk.Jdk;
import org.hermitcore.image.jdk.JdkFinder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of all commands that make something: JDK, kernel, proxy. */
final class Ingredients {
    @Option(
            names = "--jdk",
            paramLabel = "JDK",
            description = "Folder of a JDK, or a release such as 25. Default: JAVA_HOME, else the one that runs this.")
    private String jdk;

    @Option(names = "--kernel", paramLabel = "FILE", description = "Another kernel than the one that comes with this.")
    private Path kernel;

    @Option(names = "--proxy", paramLabel = "FILE", description = "Another proxy than the one that comes with this.")
    private Path proxy;

    Jdk jdk() throws IOException {
        if (jdk != null) {
            return new JdkFinder().find(jdk);
        }
        String home = System.getenv().getOrDefault("JAVA_HOME", "");
        return Jdk.at(Path.of(home.isEmpty() ? System.getProperty("java.home") : home));
    }

    Natives natives() {
        Natives natives = Natives.bundled();
        natives = kernel == null ? natives : natives.withKernel(kernel);
        return proxy == null ? natives : natives.withProxy(proxy);
    }

    /** Where warnings go. */
    Consumer<String> warnings(CommandSpec spec) {
        return warning -> spec.commandLine().getErr().println("hermit: warning: " + warning);
    }
}
