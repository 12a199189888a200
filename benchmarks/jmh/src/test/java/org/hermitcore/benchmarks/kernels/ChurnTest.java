// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChurnTest {
    @Test
    void replacesTheOldest() {
        Churn churn = new Churn(1000);
        assertThat(churn.isRight()).isTrue();
        assertThat(churn.replace()).hasSize(32).startsWith(0);
        byte[] second = churn.replace();
        assertThat(second).hasSize(63).startsWith(1).endsWith(1);
        for (int i = 0; i < 5000; i++) {
            churn.replace();
        }
        assertThat(churn.isRight()).isTrue();
    }

    @Test
    void seesAnEntryThatChanged() {
        Churn churn = new Churn(10);
        byte[] first = churn.replace();
        assertThat(first).isNotNull();
        churn.youngest()[0]++;
        assertThat(churn.isRight()).isFalse();
    }
}
