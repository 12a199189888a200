// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamArraysTest {
    private final StreamArrays arrays = new StreamArrays(1000);

    @Test
    void eachLoopIsSeenToBeRight() {
        assertThat(arrays.isCopied() || arrays.isScaled() || arrays.isAdded() || arrays.isTriad())
                .as("before any")
                .isFalse();
        arrays.copy();
        assertThat(arrays.isCopied()).isTrue();
        arrays.scale();
        assertThat(arrays.isScaled()).isTrue();
        arrays.add();
        assertThat(arrays.isAdded()).isTrue();
        assertThat(arrays.isCopied()).isFalse();
        arrays.triad();
        assertThat(arrays.isTriad()).isTrue();
        assertThat(arrays.isAdded()).isFalse();
    }
}
