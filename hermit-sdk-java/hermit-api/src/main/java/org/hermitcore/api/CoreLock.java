// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.Arrays;
import java.util.Optional;
import org.hermitcore.api.internal.CoreHolds;
import org.hermitcore.api.internal.CoreHolds.Hold;
import org.hermitcore.api.internal.CoreHolds.Kind;
import org.hermitcore.api.internal.Machine;

/**
 * Pins the calling thread to a core, until it is closed; on an isle and on Linux.
 *
 * <pre>{@code
 * try (CoreLock producer = CoreLock.acquire(2)) {
 *     // this thread runs on core 2
 * }
 * }</pre>
 *
 * <p>A core belongs to at most one lock, a thread holds at most one, and only that thread can close it. Other threads may still
 * be run on the core: see {@link QuietCore} for a core without them. A thread's end frees its core. On Linux threads that a
 * pinned thread starts run on its core too, until they acquire and close a lock of their own; on an isle they run anywhere.
 *
 * @since 0.1.0
 */
public final class CoreLock implements AutoCloseable {
    private final CoreHolds holds;
    private final Hold hold;

    private CoreLock(CoreHolds holds, Hold hold) {
        this.holds = holds;
        this.hold = hold;
    }

    /**
     * Pins the calling thread to a core.
     *
     * @param core its number
     * @return the lock; the thread runs on that core
     * @throws IllegalArgumentException where there is no such core
     * @throws IllegalStateException where the core or the thread has a lock already, or the thread is a virtual one
     * @throws IsleException where the operating system does not allow it, or the native part of the API is missing
     */
    public static CoreLock acquire(int core) {
        return acquire(Machine.current(), core);
    }

    static CoreLock acquire(Machine machine, int core) {
        return new CoreLock(machine.holds(), machine.holds().acquire(core, Kind.PINNED));
    }

    /**
     * Pins the calling thread to a free core: the highest one that can be had.
     *
     * @return the lock; the thread runs on its core
     * @throws IllegalStateException where no core is free, the thread has a lock already, or is a virtual one
     * @throws IsleException where the native part of the API is missing
     */
    public static CoreLock acquire() {
        return acquire(Machine.current());
    }

    static CoreLock acquire(Machine machine) {
        CoreHolds holds = machine.holds();
        Hold hold = holds.acquireAny(core -> true, Kind.PINNED)
                .orElseThrow(() -> new IllegalStateException("no free core: " + holds.state()));
        return new CoreLock(holds, hold);
    }

    /**
     * Pins the calling thread to a free core near to, or far from, the core of another lock.
     *
     * @param other lock of another thread
     * @param strategies where the core is wanted; the first one that can be had counts
     * @return the lock; the thread runs on its core
     * @throws IllegalArgumentException without any strategy
     * @throws IllegalStateException where no such core is free, the thread has a lock already, or is a virtual one
     */
    public static CoreLock acquire(CoreLock other, CoreStrategy... strategies) {
        return acquire(Machine.current(), other, strategies);
    }

    static CoreLock acquire(Machine machine, CoreLock other, CoreStrategy... strategies) {
        if (strategies.length == 0) {
            throw new IllegalArgumentException(
                    "0 strategies are too few: name at least one of " + Arrays.toString(CoreStrategy.values()));
        }
        Topology topology = machine.topology();
        Core from = topology.core(other.core());
        for (CoreStrategy strategy : strategies) {
            Optional<Hold> hold = machine.holds()
                    .acquireAny(
                            core -> core.number() != from.number() && strategy.matches(topology, from, core),
                            Kind.PINNED);
            if (hold.isPresent()) {
                return new CoreLock(machine.holds(), hold.get());
            }
        }
        throw new IllegalStateException("no free core for " + Arrays.toString(strategies) + " relative to core "
                + from.number() + ": " + machine.holds().state());
    }

    /** {@return number of the core} */
    public int core() {
        return hold.core();
    }

    /** {@return whether the lock is still held: neither closed, nor has its thread ended} */
    public boolean isHeld() {
        return holds.isHeld(hold);
    }

    /**
     * Lets the thread run where it might before.
     *
     * @throws IllegalStateException in another thread than the one that acquired it, or the second time
     */
    @Override
    public void close() {
        holds.release(hold);
    }

    /** {@return the core, its thread, and whether it is held} */
    @Override
    public String toString() {
        return "CoreLock[core " + core() + ", thread '" + hold.owner().getName() + "'" + (isHeld() ? "" : ", released")
                + "]";
    }
}
