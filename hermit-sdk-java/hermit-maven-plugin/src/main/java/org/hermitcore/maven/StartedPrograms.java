// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The programs that one goal of a build has started and another one is to stop, by executable. */
final class StartedPrograms {
    private final Map<Object, Object> context;

    /** @param context what Maven keeps for all goals of this plugin in one project */
    StartedPrograms(Map<Object, Object> context) {
        this.context = context;
    }

    boolean contains(Path executable) {
        return context.containsKey(key(executable));
    }

    void add(Path executable, RunningProgram program) {
        context.put(key(executable), program);
    }

    Optional<RunningProgram> remove(Path executable) {
        return Optional.ofNullable((RunningProgram) context.remove(key(executable)));
    }

    private static String key(Path executable) {
        return "started:" + executable;
    }
}
