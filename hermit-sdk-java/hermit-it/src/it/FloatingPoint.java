// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Vector and floating-point registers survive preemption: many busy threads compute what one computes alone. */
final class FloatingPoint {
    private FloatingPoint() {}

    private static double compute(int seed) {
        double[] a = new double[4096];
        double[] b = new double[4096];
        for (int i = 0; i < a.length; i++) {
            a[i] = seed + i * 0.001;
        }
        double sum = 0;
        for (int round = 0; round < 300; round++) {
            for (int i = 0; i < a.length; i++) {
                b[i] = a[i] * 1.0000001 + 0.25;
            }
            for (int i = 0; i < a.length; i++) {
                a[i] = b[i] * 0.9999999 - 0.25;
            }
            sum += Math.sin(a[round]) * Math.sqrt(Math.abs(b[round]));
        }
        return sum;
    }

    static void check() throws Exception {
        List<Double> alone = new ArrayList<>();
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            int own = seed;
            alone.add(compute(own));
            tasks.add(() -> compute(own));
        }
        var pool = Executors.newFixedThreadPool(12);
        var results = pool.invokeAll(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            Expect.equal(alone.get(i), results.get(i).get(), "result of seed " + i);
        }
        pool.shutdown();
        Expect.equal(0.0, Math.abs(Math.cbrt(27) - 3), "cube root");
        Expect.equal(StrictMath.hypot(3, 4), Math.hypot(3, 4), "hypotenuse");
    }
}
