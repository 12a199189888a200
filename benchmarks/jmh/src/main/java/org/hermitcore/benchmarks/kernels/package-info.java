// SPDX-License-Identifier: BSD-3-Clause

/**
 * What the benchmarks compute, without JMH: each kernel can say whether its result is right, and has a unit test against a
 * reference.
 */
package org.hermitcore.benchmarks.kernels;
