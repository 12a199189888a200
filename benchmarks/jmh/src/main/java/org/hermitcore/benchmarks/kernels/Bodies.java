// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bodies that attract each other, all of mass 1/n, in units where the gravitational constant is 1. Each pair is computed once;
 * the force is softened near zero; time goes on by the leapfrog method (kick, drift, kick), whose energy error does not grow.
 */
public final class Bodies {
    private static final double SOFTENING_SQUARED = 0.05 * 0.05;
    private static final double STEP = 1e-3;

    private final int n;
    private final double mass;
    private final double[] position;
    private final double[] velocity;
    private final double[] acceleration;
    private final double energy;

    /** Bodies in a cube of edge 2, the same ones each time, whose centre of mass rests. */
    public Bodies(int n) {
        this.n = n;
        mass = 1.0 / n;
        SplittableRandom random = new SplittableRandom(42);
        position = random.doubles(3L * n, -1, 1).toArray();
        velocity = random.doubles(3L * n, -0.5, 0.5).toArray();
        acceleration = new double[3 * n];
        for (int axis = 0; axis < 3; axis++) {
            double drift = momentum(axis);
            for (int i = axis; i < 3 * n; i += 3) {
                velocity[i] -= drift;
            }
        }
        accelerate();
        energy = energy();
    }

    /** One step of time. */
    public void advance() {
        kick();
        for (int i = 0; i < position.length; i++) {
            position[i] += STEP * velocity[i];
        }
        accelerate();
        kick();
    }

    /** Time goes backwards from now on. */
    public void reverse() {
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = -velocity[i];
        }
    }

    private void kick() {
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] += STEP / 2 * acceleration[i];
        }
    }

    private void accelerate() {
        Arrays.fill(acceleration, 0);
        for (int i = 0; i < 3 * n; i += 3) {
            double ax = 0;
            double ay = 0;
            double az = 0;
            for (int j = i + 3; j < 3 * n; j += 3) {
                double dx = position[j] - position[i];
                double dy = position[j + 1] - position[i + 1];
                double dz = position[j + 2] - position[i + 2];
                double squared = dx * dx + dy * dy + dz * dz + SOFTENING_SQUARED;
                double pull = mass / (squared * Math.sqrt(squared));
                ax += pull * dx;
                ay += pull * dy;
                az += pull * dz;
                acceleration[j] -= pull * dx;
                acceleration[j + 1] -= pull * dy;
                acceleration[j + 2] -= pull * dz;
            }
            acceleration[i] += ax;
            acceleration[i + 1] += ay;
            acceleration[i + 2] += az;
        }
    }

    private double energy() {
        double kinetic = 0;
        for (double v : velocity) {
            kinetic += mass / 2 * v * v;
        }
        double potential = 0;
        for (int i = 0; i < 3 * n; i += 3) {
            for (int j = i + 3; j < 3 * n; j += 3) {
                double dx = position[j] - position[i];
                double dy = position[j + 1] - position[i + 1];
                double dz = position[j + 2] - position[i + 2];
                potential -= mass * mass / Math.sqrt(dx * dx + dy * dy + dz * dz + SOFTENING_SQUARED);
            }
        }
        return kinetic + potential;
    }

    /** {@return the momentum along an axis; zero but for rounding} */
    public double momentum(int axis) {
        double sum = 0;
        for (int i = axis; i < 3 * n; i += 3) {
            sum += mass * velocity[i];
        }
        return sum;
    }

    /** {@return how far the energy is from that of the beginning, relative to it; the method's own error is about 1e-6} */
    public double energyDrift() {
        return Math.abs((energy() - energy) / energy);
    }

    /** {@return a copy of the positions: x, y, z of each body} */
    public double[] positions() {
        return position.clone();
    }
}
