// SPDX-License-Identifier: BSD-3-Clause

/**
 * What a Java program can ask of HermitCore.
 *
 * <p>On an isle all of it works. On Linux, what has a meaning there works: topology, pinning, the time stamp counter, memory
 * of ordinary pages. The rest throws an {@link org.hermitcore.api.IsleException} that says that it needs an isle.
 *
 * <p>Conventions: cores and nodes are numbered as the operating system does, on an isle from 0 on without gaps. Sizes are bytes,
 * times nanoseconds, unless a name says something else. Arguments out of range are {@link
 * java.lang.IllegalArgumentException}s, uses at the wrong moment or by the wrong thread {@link
 * java.lang.IllegalStateException}s; both name the value and what is allowed.
 *
 * @since 0.1.0
 */
package org.hermitcore.api;
