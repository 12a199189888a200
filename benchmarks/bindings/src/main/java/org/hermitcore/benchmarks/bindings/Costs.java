// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.bindings;

import java.util.Arrays;

/** What one call cost in each of many batches, in ticks of the time stamp counter. */
final class Costs {
    private final double[] batches;
    private final double[] sorted;

    Costs(double[] batches) {
        if (batches.length == 0) {
            throw new IllegalArgumentException("0 batches are too few: at least 1");
        }
        this.batches = batches.clone();
        sorted = batches.clone();
        Arrays.sort(sorted);
    }

    /** The lowest cost that this share of the batches, 0 to 1, does not exceed; 0.5 for the median. */
    double percentile(double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    double median() {
        return percentile(0.5);
    }

    /**
     * Median of the ratios, each of two batches that ran one after the other: when the machine gets slower or faster meanwhile,
     * that hits both.
     *
     * @param other of as many batches
     */
    double ratioTo(Costs other) {
        double[] ratios = new double[batches.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = batches[i] / other.batches[i];
        }
        return new Costs(ratios).median();
    }
}
