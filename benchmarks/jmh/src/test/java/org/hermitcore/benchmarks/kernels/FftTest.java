// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FftTest {
    private static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
    }

    /** |x - y| / |y| in the 2-norm, of complex numbers. */
    private static double distance(double[] xr, double[] xi, double[] yr, double[] yi) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < xr.length; i++) {
            error += (xr[i] - yr[i]) * (xr[i] - yr[i]) + (xi[i] - yi[i]) * (xi[i] - yi[i]);
            size += yr[i] * yr[i] + yi[i] * yi[i];
        }
        return Math.sqrt(error / size);
    }

    /** The sum itself has an error of n·u at most, so it is good enough for these lengths. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 128, 256})
    void isTheSumOfTheDefinition(int n) {
        double[] re = random(n, 1);
        double[] im = random(n, 2);
        double[] sumRe = new double[n];
        double[] sumIm = new double[n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                double angle = -2 * Math.PI * ((long) j * k % n) / n;
                sumRe[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
                sumIm[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
            }
        }
        Fft fft = new Fft(n);
        fft.transform(re, im);
        assertThat(distance(re, im, sumRe, sumIm)).isLessThanOrEqualTo(fft.bound(1) + n * 0x1p-53);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 512, 1024, 32768, 65536})
    void inverseUndoesIt(int n) {
        double[] re = random(n, 3);
        double[] im = random(n, 4);
        double[] originalRe = re.clone();
        double[] originalIm = im.clone();
        Fft fft = new Fft(n);
        fft.transform(re, im);
        fft.inverse(re, im);
        assertThat(distance(re, im, originalRe, originalIm)).isLessThanOrEqualTo(fft.bound(2));
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> new Fft(12)).hasMessage("length 12 is not a power of two");
        assertThatThrownBy(() -> new Fft(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
