// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nbody;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Bodies that attract each other, all of mass 1/n, in units where the gravitational constant is 1. Forces are summed over all
 * pairs, softened near zero; time goes on by the leapfrog method (kick, drift, kick), whose energy error does not grow with
 * time.
 *
 * <p>Each body's acceleration is summed by one thread in a fixed order: the result does not depend on the number of cores.
 */
final class Cluster {
    private static final double SOFTENING_SQUARED = 0.05 * 0.05;
    private static final double RADIUS = 1.0;
    private static final double SPEED = 0.3;
    private static final long SEED = 42;

    private final int bodies;
    private final double mass;
    private final double[] position;
    private final double[] velocity;
    private final double[] acceleration;

    /** Bodies spread over a cube, with random velocities; the same ones each time. */
    Cluster(int bodies) {
        this.bodies = bodies;
        mass = 1.0 / bodies;
        position = new double[3 * bodies];
        velocity = new double[3 * bodies];
        acceleration = new double[3 * bodies];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 3 * bodies; i++) {
            position[i] = random.nextDouble(-RADIUS, RADIUS);
            velocity[i] = random.nextDouble(-SPEED, SPEED);
        }
        accelerate();
    }

    /** Moves all bodies by {@code steps} steps of {@code dt} each. */
    void advance(int steps, double dt) {
        for (int step = 0; step < steps; step++) {
            kick(dt / 2);
            for (int i = 0; i < position.length; i++) {
                position[i] += dt * velocity[i];
            }
            accelerate();
            kick(dt / 2);
        }
    }

    private void kick(double dt) {
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] += dt * acceleration[i];
        }
    }

    private void accelerate() {
        IntStream.range(0, bodies).parallel().forEach(this::accelerate);
    }

    private void accelerate(int body) {
        double x = position[3 * body];
        double y = position[3 * body + 1];
        double z = position[3 * body + 2];
        double ax = 0;
        double ay = 0;
        double az = 0;
        for (int other = 0; other < bodies; other++) {
            double dx = position[3 * other] - x;
            double dy = position[3 * other + 1] - y;
            double dz = position[3 * other + 2] - z;
            double squared = dx * dx + dy * dy + dz * dz + SOFTENING_SQUARED;
            double pull = mass / (squared * Math.sqrt(squared));
            ax += pull * dx;
            ay += pull * dy;
            az += pull * dz;
        }
        acceleration[3 * body] = ax;
        acceleration[3 * body + 1] = ay;
        acceleration[3 * body + 2] = az;
    }

    /** Kinetic plus potential energy. */
    double energy() {
        double[] parts = new double[bodies];
        IntStream.range(0, bodies).parallel().forEach(body -> parts[body] = kinetic(body) + potential(body));
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    private double kinetic(int body) {
        double squared = 0;
        for (int i = 3 * body; i < 3 * body + 3; i++) {
            squared += velocity[i] * velocity[i];
        }
        return mass * squared / 2;
    }

    /** Of the pairs with a later body: each pair counts once. */
    private double potential(int body) {
        double sum = 0;
        for (int other = body + 1; other < bodies; other++) {
            double squared = SOFTENING_SQUARED;
            for (int axis = 0; axis < 3; axis++) {
                double distance = position[3 * other + axis] - position[3 * body + axis];
                squared += distance * distance;
            }
            sum -= mass * mass / Math.sqrt(squared);
        }
        return sum;
    }
}
