// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

/**
 * Is told what an {@link ImageBuilder} does, on the thread that builds.
 *
 * @since 0.1.0
 */
public interface BuildListener {
    /**
     * A step begins.
     *
     * @param what in a few words, for example {@code run-time image}
     * @param number from 1
     * @param steps how many there are at most
     */
    void stepStarted(String what, int number, int steps);

    /** Something that the user should know of, but that does not stop the build. */
    void warned(String message);

    /** A listener that ignores everything. */
    static BuildListener silent() {
        return new BuildListener() {
            @Override
            public void stepStarted(String what, int number, int steps) {}

            @Override
            public void warned(String message) {}
        };
    }
}
