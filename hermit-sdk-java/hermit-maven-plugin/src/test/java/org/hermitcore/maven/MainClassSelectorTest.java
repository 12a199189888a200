// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

class MainClassSelectorTest {
    private final Build build = new Build();

    @Test
    void nothingNamed() throws Exception {
        addPlugin(
                "maven-jar-plugin",
                "<configuration><archive><addMavenDescriptor>false</addMavenDescriptor></archive></configuration>");

        assertThat(MainClassSelector.find(project())).isEmpty();
    }

    @Test
    void jarPlugin() throws Exception {
        addPlugin(
                "maven-jar-plugin",
                "<configuration><archive><manifest><mainClass> a.Main </mainClass></manifest></archive></configuration>");

        assertThat(MainClassSelector.find(project())).contains("a.Main");
    }

    @Test
    void manifestEntry() throws Exception {
        addPlugin(
                "maven-jar-plugin",
                "<configuration><archive><manifestEntries><Main-Class>a.Main</Main-Class></manifestEntries></archive></configuration>");

        assertThat(MainClassSelector.find(project())).contains("a.Main");
    }

    @Test
    void executionOfTheShadePlugin() throws Exception {
        Plugin shade = addPlugin("maven-shade-plugin", null);
        PluginExecution execution = new PluginExecution();
        execution.setConfiguration(
                Xpp3DomBuilder.build(
                        new StringReader(
                                "<configuration><transformers><transformer><mainClass>a.Shaded</mainClass></transformer></transformers></configuration>")));
        shade.addExecution(execution);

        assertThat(MainClassSelector.find(project())).contains("a.Shaded");
    }

    @Test
    void jarPluginBeforeAssemblyPlugin() throws Exception {
        String configuration =
                "<configuration><archive><manifest><mainClass>a.%s</mainClass></manifest></archive></configuration>";
        addPlugin("maven-assembly-plugin", configuration.replace("%s", "Assembled"));
        assertThat(MainClassSelector.find(project())).contains("a.Assembled");
        addPlugin("maven-jar-plugin", configuration.replace("%s", "Main"));
        assertThat(MainClassSelector.find(project())).contains("a.Main");
    }

    private Plugin addPlugin(String name, String configuration) throws Exception {
        Plugin plugin = new Plugin();
        plugin.setGroupId("org.apache.maven.plugins");
        plugin.setArtifactId(name);
        if (configuration != null) {
            plugin.setConfiguration(Xpp3DomBuilder.build(new StringReader(configuration)));
        }
        build.addPlugin(plugin);
        build.flushPluginMap();
        return plugin;
    }

    private MavenProject project() {
        Model model = new Model();
        model.setBuild(build);
        return new MavenProject(model);
    }
}
