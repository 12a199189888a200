// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import org.hermitcore.api.internal.Errno;

/**
 * The operating system refuses something, or there is no isle to do it. The message names what was asked for and what to do
 * about it.
 *
 * @since 0.1.0
 */
public class IsleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Makes one.
     *
     * @param errno Linux' error number, positive
     * @param message what was refused and why; the error's name is added
     */
    public IsleException(int errno, String message) {
        super(message + " (" + Errno.name(errno) + ")");
        this.errno = errno;
    }

    /**
     * Makes one with a cause.
     *
     * @param errno Linux' error number, positive
     * @param message what was refused and why; the error's name is added
     * @param cause what led to it
     */
    public IsleException(int errno, String message, Throwable cause) {
        this(errno, message);
        initCause(cause);
    }

    /** {@return Linux' error number, for example 38 where an isle is needed and there is none} */
    public int errno() {
        return errno;
    }

    /** {@return its name, for example {@code ENOSYS}} */
    public String errnoName() {
        return Errno.name(errno);
    }
}
