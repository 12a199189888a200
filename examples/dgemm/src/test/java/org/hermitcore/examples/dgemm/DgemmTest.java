// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.dgemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DgemmTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 100, 256})
    void nativeProductIsThatOfPlainJava(int n) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        assertThat(Dgemm.run(n, new PrintStream(bytes, true, StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("GFLOP/s").contains(": correct");
    }

    @Test
    void plainJavaMultipliesKnownMatrices() {
        double[] product = Dgemm.multiplyJava(2, new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8});

        assertThat(product).containsExactly(19, 22, 43, 50);
    }

    @Test
    void boundLeavesNoRoomForAMissingProduct() {
        assertThat(Dgemm.bound(512)).isLessThan(1e-9);
    }
}
