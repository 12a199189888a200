// SPDX-License-Identifier: BSD-3-Clause

/**
 * Between {@code hermit-api} and its native side; of no use to applications.
 *
 * @since 0.1.0
 */
package org.hermitcore.api.spi;
