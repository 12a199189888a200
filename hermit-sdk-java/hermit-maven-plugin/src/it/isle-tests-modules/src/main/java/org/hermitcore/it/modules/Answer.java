// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.it.modules;

final class Answer {
    private Answer() {}

    static int get() {
        return 42;
    }
}
