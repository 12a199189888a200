// SPDX-License-Identifier: BSD-3-Clause
package it;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The incubating Vector API computes what scalar code computes, interpreted and compiled.
 *
 * @javac --add-modules jdk.incubator.vector
 * @jvm --add-modules jdk.incubator.vector
 * @timeout 60
 */
final class VectorApi {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private VectorApi() {}

    private static float dot(float[] a, float[] b) {
        var sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i < SPECIES.loopBound(a.length); i += SPECIES.length()) {
            sum = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, i), sum);
        }
        float result = sum.reduceLanes(VectorOperators.ADD);
        for (; i < a.length; i++) {
            result += a[i] * b[i];
        }
        return result;
    }

    public static void main(String[] args) {
        float[] a = new float[1003];
        float[] b = new float[1003];
        float expected = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = i % 8;
            b[i] = i % 4;
            expected += a[i] * b[i];
        }
        for (int round = 0; round < 2000; round++) {
            Expect.equal(expected, dot(a, b), "scalar product in round " + round);
        }
        System.out.println(SPECIES);
    }
}
