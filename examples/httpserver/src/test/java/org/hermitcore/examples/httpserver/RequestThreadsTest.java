// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
    @Test
    void areVirtualWhereTheJdkHasThem() {
        assertThat(RequestThreads.virtual().isPresent())
                .isEqualTo(Runtime.version().feature() >= 21);
    }

    @Test
    void arePooledElsewhere() throws Exception {
        RequestThreads threads = RequestThreads.pool();

        assertThat(threads.description()).matches("a pool of \\d+ threads");
        assertThat(threads.executor().submit(() -> 42).get(10, TimeUnit.SECONDS))
                .isEqualTo(42);
        assertThat(threads.executor().shutdownNow()).isEmpty();
    }
}
