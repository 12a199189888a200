// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings;

import org.bytedeco.javacpp.BytePointer;
import org.hermitcore.api.IsleMemory;

/**
 * {@link IsleMemory} for libraries that take JavaCPP's pointers.
 *
 * @since 0.1.0
 */
public final class IslePointers {
    private IslePointers() {}

    /**
     * A pointer to all of the memory. It does not own it: closing the pointer changes nothing, and after {@link
     * IsleMemory#close} it must not be used.
     *
     * @param memory that is not closed
     * @return a pointer to its first byte, of its size
     * @throws IllegalStateException where the memory is closed already
     */
    public static BytePointer of(IsleMemory memory) {
        return new BytePointer(memory.buffer());
    }
}
