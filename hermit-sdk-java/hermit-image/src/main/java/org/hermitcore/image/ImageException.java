// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image;

/**
 * An image cannot be built or read. The message names the value at fault and what to do about it; it is meant to be
 * shown to the user as it is.
 *
 * @since 0.1.0
 */
public class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
