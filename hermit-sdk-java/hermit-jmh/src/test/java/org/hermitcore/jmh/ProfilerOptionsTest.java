// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.ProfilerException;

class ProfilerOptionsTest {
    private enum Colour {
        RED,
        GREEN
    }

    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of("colour", "red|green", "top", "N"));

    private static ProfilerOptions parse(String text) throws ProfilerException {
        return ProfilerOptions.parse("P", text, KNOWN);
    }

    @Test
    void readsValues() throws ProfilerException {
        ProfilerOptions options = parse("colour=green;top=7;");
        assertThat(options.choice("colour", Colour.RED)).isEqualTo(Colour.GREEN);
        assertThat(options.number("top", 1, 1, 10)).isEqualTo(7);
        assertThat(parse("").choice("colour", Colour.RED)).isEqualTo(Colour.RED);
        assertThat(parse("").number("top", 3, 1, 10)).isEqualTo(3);
        assertThat(parse("top=a=b").get("top", "")).isEqualTo("a=b");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("shape=1"))
                .isInstanceOf(ProfilerException.class)
                .hasMessage("P: unknown option 'shape'; there are:\n  colour=red|green\n  top=N");
        assertThatThrownBy(() -> parse("top")).hasMessageStartingWith("P: option 'top' needs a value; there are:");
        assertThatThrownBy(() -> parse("top=1;top=2")).hasMessage("P: option 'top' is given twice");
        assertThatThrownBy(() -> parse("help")).hasMessageStartingWith("P; there are:\n  colour=red|green");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> parse("colour=blue").choice("colour", Colour.RED))
                .hasMessage("P: colour is one of red, green, not 'blue'");
        assertThatThrownBy(() -> parse("top=11").number("top", 1, 1, 10))
                .hasMessage("P: top is a number from 1 to 10, not '11'");
        assertThatThrownBy(() -> parse("top=x").number("top", 1, 1, 10)).hasMessageContaining("not 'x'");
    }
}
