// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

/**
 * What an isle is made of.
 *
 * @since 0.1.0
 */
public enum IsleKind {
    /** A virtual machine. */
    VM,
    /** Cores and memory split off from a running Linux. */
    MULTIKERNEL
}
