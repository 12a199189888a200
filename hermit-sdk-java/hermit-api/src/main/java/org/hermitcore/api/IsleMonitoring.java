// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import org.hermitcore.api.internal.IsleEvents;
import org.hermitcore.api.internal.IsleManagement;
import org.hermitcore.api.internal.Machine;

/**
 * Shows the isle to the JVM's own tools: an MXBean for JMX, events for Flight Recorder. Nothing of that is there until it is
 * asked for. The modules {@code java.management} and {@code jdk.jfr} are needed only by who calls these methods.
 *
 * @since 0.1.0
 */
public final class IsleMonitoring {
    private IsleMonitoring() {}

    /**
     * Registers an {@link IsleMXBean} with the platform's MBean server; nothing where it is registered already.
     *
     * @throws IsleException on Linux
     */
    public static void registerMXBean() {
        Machine machine = Machine.current();
        IsleManagement.register(new Isle(machine.isleCalls(IsleMXBean.NAME)), machine);
    }

    /** Takes it away again; nothing where it is not registered. */
    public static void unregisterMXBean() {
        IsleManagement.unregister();
    }

    /**
     * Has Flight Recorder write, once a second unless a recording says otherwise, {@code hermit.CoreCounters} for each core and
     * {@code hermit.PageFaults} for the isle; nothing where it does so already.
     *
     * @throws IsleException on Linux
     */
    public static void startEvents() {
        Machine.current().isleCalls("hermit.CoreCounters");
        IsleEvents.start(CoreCounters::all);
    }

    /** Ends these events; nothing where they are not written. */
    public static void stopEvents() {
        IsleEvents.stop();
    }
}
