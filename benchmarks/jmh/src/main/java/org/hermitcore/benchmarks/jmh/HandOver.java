// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Partner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Two threads that wake each other by turns with park and unpark. The score is the time of one hand-over. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOver extends Suite {
    private Partner partner;
    private long sent;

    @Setup
    public void start() {
        partner = new Partner();
    }

    @Benchmark
    @OperationsPerInvocation(2)
    public void park() throws InterruptedException {
        partner.roundTrip();
        sent++;
    }

    @TearDown
    public void stop() {
        partner.close();
        check(partner.received() == sent, "a partner that was called " + sent + " times counts " + partner.received());
    }
}
