// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.Isle;
import org.hermitcore.api.QuietCore;
import org.junit.jupiter.api.Test;

/** What only an isle has. */
class IsleTest {
    @Test
    void theTestsRunOnAnIsle() {
        assertThat(Isle.current()).isPresent();
    }

    @Test
    void theIsleSeesTheProject() {
        assertThat(Files.exists(Path.of("pom.xml"))).isTrue();
    }

    @Test
    void aQuietCoreTakesNoTimerInterrupt() {
        try (QuietCore quiet = QuietCore.acquire()) {
            CoreCounters before = CoreCounters.of(quiet.core());
            long end = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            CoreCounters passed = CoreCounters.of(quiet.core()).minus(before);
            assertThat(passed.timerInterrupts()).isZero();
        }
    }
}
