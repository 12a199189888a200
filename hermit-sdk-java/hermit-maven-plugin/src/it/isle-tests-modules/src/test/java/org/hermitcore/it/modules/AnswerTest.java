// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.it.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void isFoundInItsModule() {
        assertEquals(42, Answer.get());
        assertEquals("org.hermitcore.it.modules", Answer.class.getModule().getName());
        assertEquals("/jdk", System.getProperty("java.home"));
    }
}
