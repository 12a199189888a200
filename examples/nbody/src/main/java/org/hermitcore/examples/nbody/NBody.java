// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nbody;

import java.io.PrintStream;

/**
 * Moves bodies under their gravity, on all cores, and checks the result by a law of nature: the sum of kinetic and potential
 * energy stays the same. Exit status 0 where it changed by less than {@value #BOUND} of itself, else 1.
 *
 * <p>Arguments: {@code [BODIES [STEPS]]}, by default 500 and 50.
 */
public final class NBody {
    /** The leapfrog's error with this step is below 1e-9 for this cluster; a wrong force or a lost update is far above. */
    static final double BOUND = 1e-7;

    private static final double STEP = 1e-3;
    private static final int MAX = 1_000_000;

    private NBody() {}

    public static void main(String[] arguments) {
        int status;
        try {
            int bodies = parse(arguments, 0, 500);
            int steps = parse(arguments, 1, 50);
            status = run(bodies, steps, System.out) < BOUND ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("nbody: " + e.getMessage() + "; usage: nbody [BODIES [STEPS]]");
            status = 2;
        }
        System.exit(status);
    }

    /** Prints what was done and returns by how much the energy changed, relative to the energy. */
    static double run(int bodies, int steps, PrintStream out) {
        Cluster cluster = new Cluster(bodies);
        double before = cluster.energy();
        long start = System.nanoTime();
        cluster.advance(steps, STEP);
        double seconds = (System.nanoTime() - start) / 1e9;
        double drift = Math.abs((cluster.energy() - before) / before);
        out.printf(
                "%d bodies, %d steps, %d cores: %.2f s, %.1f million interactions/s%n",
                bodies,
                steps,
                Runtime.getRuntime().availableProcessors(),
                seconds,
                (double) bodies * bodies * steps / seconds / 1e6);
        out.printf(
                "relative energy drift %.2e, bound %.0e: %s%n",
                drift, BOUND, drift < BOUND ? "conserved" : "NOT CONSERVED");
        return drift;
    }

    private static int parse(String[] arguments, int index, int otherwise) {
        if (index >= arguments.length) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(arguments[index]);
            if (value >= 2 && value <= MAX) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new IllegalArgumentException("'" + arguments[index] + "' is not a number from 2 to " + MAX);
    }
}
