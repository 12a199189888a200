// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.Natives;
import org.hermitcore.image.ProgressListener;
import org.hermitcore.image.jdk.Jdk;

/** A goal that makes something of a JDK, the kernel and the proxy. */
abstract class AbstractBuildMojo extends AbstractHermitMojo {
    private final ToolchainManager toolchains;

    /**
     * JDK of the image: its folder, or a release such as {@code 25}, which is looked for in JAVA_HOME_25, JAVA_HOME and /usr/lib/jvm.
     * Default: the project's toolchain, else the JDK that runs Maven.
     */
    @Parameter(property = "hermit.jdk")
    private String jdk;

    /** Requirements on the toolchain, for example {@code <version>25</version>}. Default: those of the maven-toolchains-plugin. */
    @Parameter
    private Map<String, String> jdkToolchain = Collections.emptyMap();

    /** Another kernel than the one that comes with the plugin. */
    @Parameter(property = "hermit.kernel")
    private String kernel;

    /** Another proxy than the one that comes with the plugin. */
    @Parameter(property = "hermit.proxy")
    private String proxy;

    AbstractBuildMojo(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    /** The JDK that parameters and project choose; says which and why. */
    protected final Jdk chooseJdk() throws IOException {
        JdkSelector.Choice choice =
                new JdkSelector(session, toolchains).choose(settings().text("jdk", jdk), jdkToolchain);
        getLog().info("using " + choice.jdk() + " (" + choice.reason() + ")");
        return choice.jdk();
    }

    /** Shows the steps of a build. */
    protected final ProgressListener progress() {
        return new ProgressListener(isInteractive(), getLog()::warn);
    }

    /** A build under -B, or one that logs to a file, has nobody who looks at a moving bar. */
    private boolean isInteractive() {
        return session.getRequest().isInteractiveMode() && getLog().isInfoEnabled() && ProgressListener.isTerminal();
    }

    protected final Natives natives() {
        Natives natives = Natives.bundled();
        Path base = project.getBasedir().toPath();
        Optional<String> otherKernel = settings().text("kernel", kernel);
        Optional<String> otherProxy = settings().text("proxy", proxy);
        natives = otherKernel.isPresent() ? natives.withKernel(base.resolve(otherKernel.get())) : natives;
        return otherProxy.isPresent() ? natives.withProxy(base.resolve(otherProxy.get())) : natives;
    }
}
