// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.BuildResult;
import org.hermitcore.image.LookAlikeBuilder;
import org.hermitcore.image.ProgressListener;
import org.hermitcore.image.jdk.Cache;

/**
 * Makes a folder that looks like a JDK, whose {@code bin/java} runs programs on an isle, and sets the project's property
 * {@code hermit.java} to the path of that: with {@code <jvm>${hermit.java}</jvm>}, Surefire and Failsafe run the tests on
 * an isle. The folder is in {@code $XDG_CACHE_HOME/hermit}, for all projects, and made once.
 *
 * <p>With {@code hermit.skip} the property names the JDK's own java: the same tests run on Linux.
 *
 * @since 0.1.0
 */
@Mojo(name = "jdk", defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES, threadSafe = true)
public final class JdkMojo extends AbstractBuildMojo {
    private static final String PROPERTY = Settings.PREFIX + "java";
    private static final String OWNER = "hermit-maven-plugin";

    @Inject
    JdkMojo(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    protected void run() throws IOException {
        BuildResult result;
        try (ProgressListener progress = progress()) {
            result = new LookAlikeBuilder(chooseJdk(), natives(), progress).buildInCache(Cache.defaultFolder(), OWNER);
        }
        getLog().info(result.summary());
        set(result.output());
    }

    @Override
    protected void skipped() throws IOException {
        set(chooseJdk().tool("java"));
    }

    private void set(Path java) {
        project.getProperties().setProperty(PROPERTY, java.toString());
    }
}
