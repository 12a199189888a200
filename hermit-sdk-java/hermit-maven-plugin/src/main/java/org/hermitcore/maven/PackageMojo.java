// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.toolchain.ToolchainManager;
import org.hermitcore.image.BuildResult;

/**
 * Packages the project as one Linux executable: the kernel, a run-time image of the JDK, the project's jar and its dependencies.
 *
 * @since 0.1.0
 */
@Mojo(
        name = PackageMojo.GOAL,
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class PackageMojo extends AbstractPackageMojo {
    static final String GOAL = "package";

    /** Executables have no extension on Linux, but files in a repository do. */
    private static final String TYPE = "bin";

    private final MavenProjectHelper helper;

    /** Whether to attach the executable to the project, so that it is installed and deployed. Default: true. */
    @Parameter(property = "hermit.attach")
    private Boolean attach;

    /** Classifier of the attached executable. Default: {@code proxy}. */
    @Parameter(property = "hermit.classifier")
    private String classifier;

    @Inject
    PackageMojo(ToolchainManager toolchains, MavenProjectHelper helper) {
        super(toolchains);
        this.helper = helper;
    }

    @Override
    protected void run() throws IOException {
        BuildResult result = build();
        if (settings().flag("attach", attach, true)) {
            String name = settings().text("classifier", classifier).orElse("proxy");
            helper.attachArtifact(project, TYPE, name, result.output().toFile());
        }
        getLog().info(result.summary());
    }

    @Override
    protected String goal() {
        return GOAL;
    }
}
