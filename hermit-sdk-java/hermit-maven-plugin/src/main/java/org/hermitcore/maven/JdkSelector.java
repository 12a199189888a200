// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.InvalidValueException;
import org.hermitcore.image.jdk.Jdk;
import org.hermitcore.image.jdk.JdkFinder;

/**
 * Chooses the JDK of an image: the one that the parameter {@code jdk} names, else the project's toolchain, else the one that runs Maven.
 */
final class JdkSelector {
    private static final String TYPE = "jdk";

    private final MavenSession session;
    private final ToolchainManager toolchains;

    JdkSelector(MavenSession session, ToolchainManager toolchains) {
        this.session = session;
        this.toolchains = toolchains;
    }

    /**
     * A JDK and why it was chosen.
     *
     * @param reason for the user
     */
    record Choice(Jdk jdk, String reason) {}

    Choice choose(Optional<String> parameter, Map<String, String> requirements) throws IOException {
        if (parameter.isPresent()) {
            return new Choice(new JdkFinder().find(parameter.get()), "parameter jdk");
        }
        Optional<Toolchain> toolchain = requirements.isEmpty() ? ofProject() : Optional.of(meeting(requirements));
        if (toolchain.isPresent()) {
            return new Choice(Jdk.at(home(toolchain.get())), "toolchain");
        }
        return new Choice(Jdk.at(Path.of(System.getProperty("java.home"))), "the one that runs Maven");
    }

    private Optional<Toolchain> ofProject() {
        return Optional.ofNullable(toolchains.getToolchainFromBuildContext(TYPE, session));
    }

    private Toolchain meeting(Map<String, String> requirements) {
        List<Toolchain> found = toolchains.getToolchains(session, TYPE, requirements);
        if (found.isEmpty()) {
            throw new InvalidValueException(
                    "jdkToolchain",
                    "no toolchain has " + requirements + "; add it to ~/.m2/toolchains.xml, or set jdk");
        }
        return found.get(0);
    }

    private static Path home(Toolchain toolchain) {
        String java = toolchain.findTool("java");
        if (java == null) {
            throw new InvalidValueException("jdkToolchain", "'" + toolchain + "' has no bin/java");
        }
        return Path.of(java).getParent().getParent();
    }
}
