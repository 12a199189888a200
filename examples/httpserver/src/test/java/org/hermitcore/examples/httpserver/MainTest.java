// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void takesThePort() {
        assertThat(Main.port(new String[] {})).isEqualTo(8080);
        assertThat(Main.port(new String[] {"0"})).isZero();
        assertThat(Main.port(new String[] {"65535"})).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http", "-1", "65536", "8080 "})
    void refusesWhatIsNoPort(String word) {
        assertThatThrownBy(() -> Main.port(new String[] {word}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + word + "' is no port");
    }

    @Test
    void refusesMoreArguments() {
        assertThatThrownBy(() -> Main.port(new String[] {"1", "2"})).hasMessageContaining("got 2");
    }
}
