// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import org.hermitcore.api.internal.Machine;
import org.hermitcore.api.spi.NativeCalls;

/**
 * The processor's time stamp counter: the finest clock there is. It runs at one rate and alike on all cores. Any thread may call
 * these methods; they never block, but for the first call of {@link #hertz} on Linux.
 *
 * @since 0.1.0
 */
public final class Tsc {
    private static final long SECOND = 1_000_000_000L;
    private static final long CALIBRATION = SECOND / 20;

    /** 0 until it is known. Two threads may find it at once; either value is right. */
    private static volatile long hertz;

    private Tsc() {}

    /**
     * Reads the counter, after all earlier loads.
     *
     * @return ticks since the processor was started
     * @throws IsleException where the native part of the API is missing
     */
    public static long ticks() {
        return Machine.current().calls("Tsc.ticks()").tsc();
    }

    /**
     * Tells its rate: the kernel's value on an isle; on Linux, which does not tell, measured once against {@link
     * System#nanoTime} for {@value #CALIBRATION} ns.
     *
     * @return ticks a second
     * @throws IsleException where the native part of the API is missing
     */
    public static long hertz() {
        long rate = hertz;
        if (rate == 0) {
            Machine machine = Machine.current();
            NativeCalls calls = machine.calls("Tsc.hertz()");
            rate = machine.isIsle() ? calls.tscHertz() : measure(calls);
            hertz = rate;
        }
        return rate;
    }

    private static long measure(NativeCalls calls) {
        long start = System.nanoTime();
        long ticks = calls.tsc();
        long nanos;
        do {
            nanos = System.nanoTime() - start;
        } while (nanos < CALIBRATION);
        return toUnits(calls.tsc() - ticks, nanos, SECOND);
    }

    /**
     * Converts a difference of two readings.
     *
     * @param ticks how many ticks
     * @return nanoseconds, rounded towards 0
     */
    public static long toNanos(long ticks) {
        return toUnits(ticks, hertz(), SECOND);
    }

    /** count * units / rate without overflow in between; a rate is below 9.2e9. */
    static long toUnits(long count, long rate, long units) {
        return count / rate * units + count % rate * units / rate;
    }
}
