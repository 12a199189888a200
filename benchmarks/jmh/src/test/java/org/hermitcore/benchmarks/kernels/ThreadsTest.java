// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for other threads: {@link Partner}, {@link Team}, {@link Echo}. */
@Timeout(60)
class ThreadsTest {
    @Test
    void partnersTakeTurns() throws InterruptedException {
        try (Partner partner = new Partner()) {
            for (int i = 1; i <= 1000; i++) {
                partner.roundTrip();
                assertThat(partner.received()).isEqualTo(i);
            }
        }
    }

    @Test
    void aTeamMeets() {
        for (int parties : new int[] {1, 2, 5}) {
            try (Team team = new Team(parties)) {
                for (int i = 1; i <= 200; i++) {
                    assertThat(team.meet()).isEqualTo(i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 60_000})
    void echoesAnswer(int length) throws IOException {
        try (Echo blocking = new BlockingEcho();
                Echo selecting = new SelectorEcho()) {
            for (byte i = 0; i < 20; i++) {
                for (Echo echo : new Echo[] {blocking, selecting}) {
                    byte[] message = new byte[length];
                    message[length - 1] = i;
                    byte[] expected = message.clone();
                    echo.roundTrip(message);
                    assertThat(message).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aThreadThatStaysIsAnError() {
        Thread stays = Workers.start("stays", ThreadsTest::sleepLong);
        Thread.currentThread().interrupt(); // so that nobody waits for it
        assertThatThrownBy(() -> Workers.join(stays)).hasMessageStartingWith("thread 'stays' did not end");
        assertThat(Thread.interrupted()).isTrue();
        stays.interrupt();
    }

    private static void sleepLong() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
