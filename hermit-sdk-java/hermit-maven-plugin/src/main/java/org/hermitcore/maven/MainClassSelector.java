// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Finds a main class that the project names already, for the plugin that makes its jar. */
final class MainClassSelector {
    private static final String GROUP = "org.apache.maven.plugins:";
    private static final List<String> PLUGINS =
            List.of(GROUP + "maven-jar-plugin", GROUP + "maven-shade-plugin", GROUP + "maven-assembly-plugin");

    /** {@code Main-Class} is an element of its own where manifest entries are listed one by one. */
    private static final List<String> ELEMENTS = List.of("mainClass", "Main-Class");

    private MainClassSelector() {}

    /** The first main class in the configuration of the jar, shade and assembly plugins, in this order. */
    static Optional<String> find(MavenProject project) {
        return PLUGINS.stream()
                .map(project::getPlugin)
                .filter(plugin -> plugin != null)
                .flatMap(MainClassSelector::configurations)
                .flatMap(configuration -> values(configuration).stream())
                .findFirst();
    }

    private static Stream<Xpp3Dom> configurations(Plugin plugin) {
        Stream<Object> all = Stream.concat(
                Stream.of(plugin).map(Plugin::getConfiguration),
                plugin.getExecutions().stream().map(execution -> execution.getConfiguration()));
        return all.filter(Xpp3Dom.class::isInstance).map(Xpp3Dom.class::cast);
    }

    private static List<String> values(Xpp3Dom element) {
        List<String> values = new ArrayList<>();
        for (Xpp3Dom child : element.getChildren()) {
            String value = child.getValue();
            if (ELEMENTS.contains(child.getName()) && value != null && !value.isBlank()) {
                values.add(value.strip());
            }
            values.addAll(values(child));
        }
        return values;
    }
}
