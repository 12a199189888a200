// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.hermitcore.image.ImageException;
import org.hermitcore.image.InvalidValueException;

/** What all goals share: when they do nothing, which file they are about, and how errors are worded. */
abstract class AbstractHermitMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    protected MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    protected MavenSession session;

    /** Do nothing. */
    @Parameter(property = "hermit.skip")
    private Boolean skip;

    /** The executable. Default: {@code target/<artifactId>-proxy}. */
    @Parameter(property = "hermit.output")
    private File output;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            if (settings().flag("skip", skip, false)) {
                getLog().info("skipped, as hermit.skip says");
                skipped();
            } else if (project.getPackaging().equals("pom")) {
                getLog().debug("skipped: a project of packaging 'pom' has no program");
            } else {
                run();
            }
        } catch (InvalidValueException e) {
            throw new MojoExecutionException(describe(e), e);
        } catch (ImageException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        }
    }

    /** Does what the goal is for. */
    protected abstract void run() throws IOException, InterruptedException, MojoFailureException;

    /** Does what is left to do where {@code hermit.skip} is set. */
    protected void skipped() throws IOException {}

    protected final Settings settings() {
        return new Settings(session.getUserProperties(), project.getProperties());
    }

    @SuppressWarnings("unchecked") // Maven's own map, declared raw
    protected final StartedPrograms startedPrograms() {
        return new StartedPrograms(getPluginContext());
    }

    protected final Path output() {
        return settings()
                .text("output", output == null ? null : output.toString())
                .map(file -> project.getBasedir().toPath().resolve(file))
                .orElse(Path.of(project.getBuild().getDirectory(), project.getArtifactId() + "-proxy"));
    }

    /** Names a setting in the two ways in which a user of Maven can make it. */
    static String describe(InvalidValueException e) {
        return "<" + e.setting() + "> (-D" + Settings.PREFIX + e.setting() + "): " + e.problem();
    }
}
