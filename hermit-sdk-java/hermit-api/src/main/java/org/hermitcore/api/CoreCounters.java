// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.List;
import java.util.stream.Collectors;
import org.hermitcore.api.internal.Machine;
import org.hermitcore.api.spi.NativeCalls;

/**
 * What happened on a core of an isle since the isle started, or between two moments ({@link #minus}). The values of one snapshot
 * are read one after the other while the core goes on.
 *
 * @param core number of the core
 * @param switches of threads
 * @param interrupts of all kinds
 * @param timerInterrupts of these: the core's own timer
 * @param deviceInterrupts of these: devices
 * @param reschedules of these: another core wants this one to look at its queue
 * @param tlbInterrupts of these: another core has changed mappings
 * @param pageFaults exceptions for absent pages, whoever caused them
 * @param tlbShootdowns that this core began, whether or not another core had to be interrupted
 * @param idleNanos nanoseconds without any thread
 * @since 0.1.0
 */
public record CoreCounters(
        int core,
        long switches,
        long interrupts,
        long timerInterrupts,
        long deviceInterrupts,
        long reschedules,
        long tlbInterrupts,
        long pageFaults,
        long tlbShootdowns,
        long idleNanos) {
    /**
     * Reads the counters of a core; never blocks.
     *
     * @param core its number
     * @return a snapshot
     * @throws IllegalArgumentException where there is no such core
     * @throws IsleException on Linux
     */
    public static CoreCounters of(int core) {
        return of(Machine.current(), core);
    }

    static CoreCounters of(Machine machine, int core) {
        NativeCalls calls = machine.isleCalls("CoreCounters");
        int count = Machine.check(calls.coreCount(), "the number of cores cannot be asked for");
        if (core < 0 || core >= count) {
            throw new IllegalArgumentException("core " + core + " is out of range: 0 to " + (count - 1));
        }
        long[] values = new long[NativeCalls.COUNTERS];
        Machine.check(calls.counters(core, values), "the counters of core " + core + " cannot be read");
        return new CoreCounters(
                core, values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
                values[8]);
    }

    /**
     * Reads the counters of all cores.
     *
     * @return snapshots, by the core's number
     * @throws IsleException on Linux
     */
    public static List<CoreCounters> all() {
        Machine machine = Machine.current();
        machine.isleCalls("CoreCounters");
        return machine.topology().coreNumbers().stream()
                .map(core -> of(machine, core))
                .collect(Collectors.toList());
    }

    /**
     * What happened since an earlier snapshot.
     *
     * @param earlier of the same core
     * @return the differences
     * @throws IllegalArgumentException where it is of another core
     */
    public CoreCounters minus(CoreCounters earlier) {
        if (earlier.core != core) {
            throw new IllegalArgumentException("counters of core " + earlier.core + " are not those of core " + core);
        }
        return new CoreCounters(
                core,
                switches - earlier.switches,
                interrupts - earlier.interrupts,
                timerInterrupts - earlier.timerInterrupts,
                deviceInterrupts - earlier.deviceInterrupts,
                reschedules - earlier.reschedules,
                tlbInterrupts - earlier.tlbInterrupts,
                pageFaults - earlier.pageFaults,
                tlbShootdowns - earlier.tlbShootdowns,
                idleNanos - earlier.idleNanos);
    }
}
