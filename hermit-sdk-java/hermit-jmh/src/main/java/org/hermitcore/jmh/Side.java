// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.Locale;

/** Where a benchmark runs. */
enum Side {
    HOST,
    ISLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
