// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nbody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class NBodyTest {
    @Test
    void conservesEnergy() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        double drift = NBody.run(500, 100, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(drift).isPositive().isLessThan(NBody.BOUND);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("500 bodies")
                .contains(": conserved");
    }

    @Test
    void wrongStepIsFarAboveTheBound() {
        Cluster cluster = new Cluster(200);
        double before = cluster.energy();
        cluster.advance(20, 1.0);

        assertThat(Math.abs((cluster.energy() - before) / before)).isGreaterThan(10 * NBody.BOUND);
    }

    @Test
    void resultDoesNotDependOnTheNumberOfThreads() throws Exception {
        assertThat(energyWithThreads(1)).isEqualTo(energyWithThreads(4));
    }

    private static double energyWithThreads(int threads) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> {
                        Cluster cluster = new Cluster(100);
                        cluster.advance(10, 1e-3);
                        return cluster.energy();
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }
}
