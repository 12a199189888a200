// SPDX-License-Identifier: BSD-3-Clause

/**
 * The JMH suite: one class a subject. Each benchmark checks what it has computed when a trial ends, and fails where that is
 * wrong. Sizes are such that an isle in emulation gets along with them; {@code -p} takes others.
 */
package org.hermitcore.benchmarks.jmh;
