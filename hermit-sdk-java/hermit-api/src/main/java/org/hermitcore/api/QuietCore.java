// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import org.hermitcore.api.internal.CoreHolds;
import org.hermitcore.api.internal.CoreHolds.Hold;
import org.hermitcore.api.internal.CoreHolds.Kind;
import org.hermitcore.api.internal.Machine;

/**
 * Gives the calling thread a core of an isle that nothing else uses, until it is closed: no other thread of the program runs
 * there, the JVM's own included, no timer of anybody else fires, no device interrupts. What remains are interrupts that
 * invalidate TLBs when another core changes mappings; {@link CoreCounters} tells how many there were.
 *
 * <pre>{@code
 * try (QuietCore quiet = QuietCore.acquire()) {
 *     CoreCounters before = CoreCounters.of(quiet.core());
 *     // …
 *     CoreCounters disturbance = CoreCounters.of(quiet.core()).minus(before);
 * }
 * }</pre>
 *
 * <p>At least one core remains for all other threads, so an isle needs two. The rules of {@link CoreLock} hold: one core a thread,
 * one thread a core, closed by the thread that acquired it.
 *
 * @since 0.1.0
 */
public final class QuietCore implements AutoCloseable {
    private final CoreHolds holds;
    private final Hold hold;

    private QuietCore(CoreHolds holds, Hold hold) {
        this.holds = holds;
        this.hold = hold;
    }

    /**
     * Moves the calling thread to a core and keeps it quiet.
     *
     * @param core its number
     * @return holds the core
     * @throws IllegalArgumentException where there is no such core
     * @throws IllegalStateException where the core or the thread is held already, or the thread is a virtual one
     * @throws IsleException on Linux; where somebody else may run nowhere else; where no core would remain for the others
     */
    public static QuietCore acquire(int core) {
        return acquire(Machine.current(), core);
    }

    static QuietCore acquire(Machine machine, int core) {
        return new QuietCore(machine.holds(), machine.holds().acquire(core, Kind.QUIET));
    }

    /**
     * Moves the calling thread to a core that can be had, and keeps it quiet.
     *
     * @return holds the core
     * @throws IllegalStateException where no core can be had, the thread holds one already, or is a virtual one
     * @throws IsleException on Linux
     */
    public static QuietCore acquire() {
        return acquire(Machine.current());
    }

    static QuietCore acquire(Machine machine) {
        CoreHolds holds = machine.holds();
        Hold hold = holds.acquireAny(core -> true, Kind.QUIET)
                .orElseThrow(() -> new IllegalStateException(
                        "no core can be kept quiet, one must remain for the other threads: " + holds.state()));
        return new QuietCore(holds, hold);
    }

    /** {@return number of the core} */
    public int core() {
        return hold.core();
    }

    /** {@return whether it is still held: neither closed, nor has its thread ended} */
    public boolean isHeld() {
        return holds.isHeld(hold);
    }

    /**
     * Gives the core back.
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
        return "QuietCore[core " + core() + ", thread '" + hold.owner().getName() + "'" + (isHeld() ? "" : ", released")
                + "]";
    }
}
