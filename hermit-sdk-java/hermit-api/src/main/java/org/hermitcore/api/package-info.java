// SPDX-License-Identifier: BSD-3-Clause

/**
 * What a Java program can ask of HermitCore.
 *
 * <p>On an isle all of it works. On Linux, what has a meaning there works: topology, pinning, the time stamp counter, memory
 * of ordinary pages. The rest throws an {@link org.hermitcore.api.IsleException} that says that it needs an isle.
 *
 * <p>A program needs two dependencies more at run time, {@code org.hermitcore:hermit-bindings} and the same with classifier {@code
 * linux-x86_64}; {@code org.hermitcore:hermit-bom} knows the versions. From JDK 24 on the JVM warns of native code that nobody
 * allowed. Executables of hermit-maven-plugin allow it; for {@code java -jar} the jar's manifest does, by {@code
 * Enable-Native-Access: ALL-UNNAMED}; else {@code java} takes {@code --enable-native-access=ALL-UNNAMED}, or for modules {@code
 * --enable-native-access=org.bytedeco.javacpp,org.hermitcore.bindings}.
 *
 * <p>Conventions: cores and nodes are numbered as the operating system does, on an isle from 0 on without gaps. Sizes are bytes,
 * times nanoseconds, unless a name says something else. Arguments out of range are {@link
 * java.lang.IllegalArgumentException}s, uses at the wrong moment or by the wrong thread {@link
 * java.lang.IllegalStateException}s; both name the value and what is allowed.
 *
 * @since 0.1.0
 */
package org.hermitcore.api;
