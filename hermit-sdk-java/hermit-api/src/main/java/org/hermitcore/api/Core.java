// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import org.hermitcore.api.internal.Machine;

/**
 * A core as programs see it: a logical processor, that is a hardware thread.
 *
 * @param number its number
 * @param node NUMA node that its local memory belongs to
 * @param socket processor package
 * @param physical physical core within the package; the hardware threads of one have the same number
 * @param thread hardware thread within the physical core, from 0 on
 * @since 0.1.0
 */
public record Core(int number, int node, int socket, int physical, int thread) {
    /**
     * Tells where the calling thread runs. Unless it holds a core ({@link CoreLock}), it may run elsewhere a moment later.
     *
     * @return number of the core
     * @throws IsleException where the native part of the API is missing
     */
    public static int currentNumber() {
        return Machine.current().currentCore();
    }

    /**
     * Whether both are hardware threads of one physical core.
     *
     * @param other another core of the same machine
     * @return true also for the core itself
     */
    public boolean sharesPhysicalCoreWith(Core other) {
        return socket == other.socket && node == other.node && physical == other.physical;
    }
}
