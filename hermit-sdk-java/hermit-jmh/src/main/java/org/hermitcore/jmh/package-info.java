// SPDX-License-Identifier: BSD-3-Clause

/**
 * JMH 1.37 on an isle.
 *
 * <p>JMH itself needs nothing of this: {@code java -jar benchmarks.jar -jvm .../hermit-jdk/bin/java} runs its forks on isles, with
 * its own profilers {@code gc}, {@code stack}, {@code comp}, {@code cl}, {@code mempool} and {@code pauses}. With this package
 * among the benchmarks' dependencies there are three things more:
 *
 * <ul>
 *   <li>{@link org.hermitcore.jmh.CoreCountersProfiler}: what the isle's kernel did during an iteration,
 *   <li>{@link org.hermitcore.jmh.FlightRecorderProfiler}: a {@code .jfr} file of each trial, without a second process,
 *   <li>{@link org.hermitcore.jmh.HostAndIsle}: the same benchmarks on Linux and on an isle, in turns, with the ratio.
 * </ul>
 *
 * <p>Take care of these: an isle may have other cores than the machine that JMH itself runs on, so name the number of threads
 * ({@code -t 4}, not {@code -t max}) and give the isle as many ({@code HERMIT_CORES}); JMH asks its own JVM for what compilers know
 * of black holes, so run it with the JDK that the isle's was made of.
 *
 * @since 0.1.0
 */
package org.hermitcore.jmh;
