// SPDX-License-Identifier: BSD-3-Clause

/**
 * JMH on an isle: profilers that run inside a fork, and a runner that measures a JDK and its look-alike together.
 *
 * @since 0.1.0
 */
module org.hermitcore.jmh {
    requires transitive jmh.core;
    requires jdk.jfr;
    requires org.hermitcore.api;

    exports org.hermitcore.jmh;

    provides org.openjdk.jmh.profile.Profiler with
            org.hermitcore.jmh.CoreCountersProfiler,
            org.hermitcore.jmh.FlightRecorderProfiler;
}
