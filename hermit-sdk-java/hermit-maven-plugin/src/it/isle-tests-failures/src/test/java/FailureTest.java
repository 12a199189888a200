// SPDX-License-Identifier: BSD-3-Clause

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void fails() {
        assertEquals(1, 2, "one is not two");
    }

    @Test
    void throwsException() {
        throw new IllegalStateException("on purpose");
    }

    @Test
    void passes() {}
}
