// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {
    @Test
    void readsWhatLinuxWrites() {
        assertThat(CpuList.parse("0\n")).containsExactly(0);
        assertThat(CpuList.parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(CpuList.parse("\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-", "-1", "3-1", "0,y", "0-99999999"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> CpuList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0-3", "0,2,4", "1-2,7-9,64"})
    void writesWhatItReads(String text) {
        assertThat(CpuList.format(CpuList.parse(text))).isEqualTo(text);
    }

    @Test
    void writesAnyOrderAndNone() {
        assertThat(CpuList.format(List.of(5, 3, 4))).isEqualTo("3-5");
        assertThat(CpuList.format(List.of())).isEqualTo("none");
        assertThat(CpuList.ofMask(new long[] {1L << 63 | 1, 2})).containsExactly(0, 63, 65);
    }
}
