// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.bindings;

import org.hermitcore.bindings.internal.Hermit;

/** Calls that are measured. Each has a loop of its own, so that the compiler puts the very call into it. */
enum Call {
    /** JNI alone: what the others are compared with. */
    EMPTY("empty JNI call") {
        @Override
        void repeat(int calls) {
            for (int i = 0; i < calls; i++) {
                Empty.empty();
            }
        }
    },
    /** Answered on the program's stack. */
    CORE_CURRENT("hermit_core_current") {
        @Override
        void repeat(int calls) {
            for (int i = 0; i < calls; i++) {
                Hermit.hermit_core_current();
            }
        }
    },
    /** Passes the gate to the kernel's stack. */
    ISLE_KIND("hermit_isle_kind") {
        @Override
        void repeat(int calls) {
            for (int i = 0; i < calls; i++) {
                Hermit.hermit_isle_kind();
            }
        }
    };

    private final String label;

    Call(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Does the call so often. No result is used: a native call is nothing that a compiler could leave out. */
    abstract void repeat(int calls);
}
