// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.modular;

import org.hermitcore.api.Core;
import org.hermitcore.api.CoreLock;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleMemory;

/** Uses what needs the native part, which the module path has, and prints where it comes from. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try (CoreLock lock = CoreLock.acquire();
                IsleMemory memory = IsleMemory.builder(100).build()) {
            System.out.println(Isle.class.getModule().getName());
            System.out.println(lock.core() == Core.currentNumber() && memory.size() == 100);
        }
    }
}
