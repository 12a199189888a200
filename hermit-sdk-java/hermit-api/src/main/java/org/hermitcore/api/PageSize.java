// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

/**
 * Sizes of pages that the processor has.
 *
 * @since 0.1.0
 */
public enum PageSize {
    /** 4 KiB. */
    SIZE_4K(1L << 12),
    /** 2 MiB. */
    SIZE_2M(1L << 21),
    /** 1 GiB; not all processors have them. */
    SIZE_1G(1L << 30);

    private final long bytes;

    PageSize(long bytes) {
        this.bytes = bytes;
    }

    /** {@return the size in bytes} */
    public long bytes() {
        return bytes;
    }
}
