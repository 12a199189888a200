// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

/**
 * Discrete Fourier transforms of complex numbers, real and imaginary parts in arrays of their own: X[k] = Σ x[j] exp(-2πi jk/n).
 * Stockham's method, which needs no bit reversal, with radix 4, and one step of radix 2 where n is no power of four.
 */
public final class Fft {
    private final int n;
    private final double[] cosines; // exp(-2πi k/n)
    private final double[] sines;
    private final double[] scratchRe;
    private final double[] scratchIm;

    /**
     * Transforms of one length.
     *
     * @param n a power of two
     */
    public Fft(int n) {
        if (Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("length " + n + " is not a power of two");
        }
        this.n = n;
        cosines = new double[n];
        sines = new double[n];
        for (int k = 0; k < n; k++) {
            cosines[k] = Math.cos(2 * Math.PI * k / n);
            sines[k] = -Math.sin(2 * Math.PI * k / n);
        }
        scratchRe = new double[n];
        scratchIm = new double[n];
    }

    /** Transforms in place. */
    public void transform(double[] re, double[] im) {
        double[][] from = {re, im};
        double[][] to = {scratchRe, scratchIm};
        int stride = 1;
        for (int length = n; length > 1; ) {
            if (length == 2) {
                radix2(stride, from, to);
                length = 1;
            } else {
                radix4(length, stride, from, to);
                length /= 4;
                stride *= 4;
            }
            double[][] swap = from;
            from = to;
            to = swap;
        }
        if (from[0] != re) {
            System.arraycopy(from[0], 0, re, 0, n);
            System.arraycopy(from[1], 0, im, 0, n);
        }
    }

    /** The inverse in place: exchanging real and imaginary parts before and after conjugates twice. */
    public void inverse(double[] re, double[] im) {
        transform(im, re);
        for (int i = 0; i < n; i++) {
            re[i] /= n;
            im[i] /= n;
        }
    }

    private static void radix2(int stride, double[][] from, double[][] to) {
        for (int part = 0; part < 2; part++) {
            double[] x = from[part];
            double[] y = to[part];
            for (int q = 0; q < stride; q++) {
                y[q] = x[q] + x[q + stride];
                y[q + stride] = x[q] - x[q + stride];
            }
        }
    }

    private void radix4(int length, int stride, double[][] from, double[][] to) {
        int quarter = length / 4;
        for (int p = 0; p < quarter; p++) {
            butterflies(p, quarter, stride, from, to);
        }
    }

    /** All butterflies that share the factors w, w², w³ with w = exp(-2πi p stride/n). */
    private void butterflies(int p, int quarter, int stride, double[][] from, double[][] to) {
        double[] xr = from[0];
        double[] xi = from[1];
        double[] yr = to[0];
        double[] yi = to[1];
        double w1r = cosines[p * stride];
        double w1i = sines[p * stride];
        double w2r = cosines[2 * p * stride];
        double w2i = sines[2 * p * stride];
        double w3r = cosines[3 * p * stride];
        double w3i = sines[3 * p * stride];
        int a = stride * p;
        int b = a + stride * quarter;
        int c = b + stride * quarter;
        int d = c + stride * quarter;
        int out = 4 * stride * p;
        for (int q = 0; q < stride; q++) {
            double sumAcR = xr[a + q] + xr[c + q];
            double sumAcI = xi[a + q] + xi[c + q];
            double difAcR = xr[a + q] - xr[c + q];
            double difAcI = xi[a + q] - xi[c + q];
            double sumBdR = xr[b + q] + xr[d + q];
            double sumBdI = xi[b + q] + xi[d + q];
            double difBdR = xr[b + q] - xr[d + q];
            double difBdI = xi[b + q] - xi[d + q];
            yr[out + q] = sumAcR + sumBdR;
            yi[out + q] = sumAcI + sumBdI;
            // minus i times (b - d), then plus i times it
            double r1 = difAcR + difBdI;
            double i1 = difAcI - difBdR;
            yr[out + stride + q] = w1r * r1 - w1i * i1;
            yi[out + stride + q] = w1r * i1 + w1i * r1;
            double r2 = sumAcR - sumBdR;
            double i2 = sumAcI - sumBdI;
            yr[out + 2 * stride + q] = w2r * r2 - w2i * i2;
            yi[out + 2 * stride + q] = w2r * i2 + w2i * r2;
            double r3 = difAcR - difBdI;
            double i3 = difAcI + difBdR;
            yr[out + 3 * stride + q] = w3r * r3 - w3i * i3;
            yi[out + 3 * stride + q] = w3r * i3 + w3i * r3;
        }
    }

    /**
     * A bound of the error in the 2-norm, relative to the result: log2(n) steps, each with an error of a few units u = 2⁻⁵³ (Higham,
     * Accuracy and Stability of Numerical Algorithms, theorem 24.2: about 7 u a step of radix 2 with factors that are right to u).
     *
     * @param transforms how many in a row
     */
    public double bound(int transforms) {
        return 8 * 0x1p-53 * Math.max(1, Integer.numberOfTrailingZeros(n)) * transforms;
    }
}
