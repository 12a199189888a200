// SPDX-License-Identifier: BSD-3-Clause

import org.junit.jupiter.api.Test;

class ExitTest {
    @Test
    void exits() {
        System.exit(3);
    }
}
