// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

/**
 * A setting of an {@link ImageConfiguration} has a value that is not allowed. Front ends translate {@link #setting()}
 * into the name by which their users know it: an XML element, a system property, an option.
 *
 * @since 0.1.0
 */
public final class InvalidValueException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String problem;

    /**
     * @param setting name of the builder's method, for example {@code memory}
     * @param problem what is wrong with which value, and what is allowed
     */
    public InvalidValueException(String setting, String problem) {
        super(setting + ": " + problem);
        this.setting = setting;
        this.problem = problem;
    }

    /** Name of the setting as in {@link ImageConfiguration.Builder}. */
    public String setting() {
        return setting;
    }

    /** The message without the name of the setting. */
    public String problem() {
        return problem;
    }
}
