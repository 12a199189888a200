// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.List;

/**
 * The isle as management tools see it, under the name {@value #NAME}. Its attributes are read when they are asked for.
 *
 * @see IsleMonitoring#registerMXBean
 * @since 0.1.0
 */
public interface IsleMXBean {
    /** The name to register it under. */
    String NAME = "org.hermitcore:type=Isle";

    /** {@return what the isle is made of} */
    IsleKind getKind();

    /** {@return the isle's number} */
    int getNumber();

    /** {@return its host name} */
    String getName();

    /** {@return how many cores it has} */
    int getCores();

    /** {@return how many NUMA nodes it has} */
    int getNodes();

    /** {@return bytes of memory} */
    long getTotalMemory();

    /** {@return bytes of memory that are free} */
    long getFreeMemory();

    /** {@return counters of each core, by its number} */
    List<Counters> getCounters();

    /**
     * {@link CoreCounters} in the form that MXBeans take.
     *
     * @since 0.1.0
     */
    interface Counters {
        /** {@return number of the core} */
        int getCore();

        /** {@return switches of threads} */
        long getSwitches();

        /** {@return interrupts of all kinds} */
        long getInterrupts();

        /** {@return interrupts of the core's own timer} */
        long getTimerInterrupts();

        /** {@return interrupts of devices} */
        long getDeviceInterrupts();

        /** {@return interrupts by which another core asked for a look at the queue} */
        long getReschedules();

        /** {@return interrupts because another core has changed mappings} */
        long getTlbInterrupts();

        /** {@return exceptions for absent pages} */
        long getPageFaults();

        /** {@return TLB shoot-downs that the core began} */
        long getTlbShootdowns();

        /** {@return nanoseconds without any thread} */
        long getIdleNanos();
    }
}
