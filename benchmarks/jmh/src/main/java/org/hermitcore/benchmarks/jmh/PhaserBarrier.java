// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Team;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** As many threads as there are cores meet at a {@link java.util.concurrent.Phaser}. The score is the time of one meeting. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PhaserBarrier extends Suite {
    /** Threads; 0 stands for the number of cores where the benchmark runs. */
    @Param("0")
    public int parties;

    private Team team;
    private long meetings;
    private int phase;

    @Setup
    public void start() {
        team = new Team(parties == 0 ? Runtime.getRuntime().availableProcessors() : parties);
    }

    @Benchmark
    public void meet() {
        phase = team.meet();
        meetings++;
    }

    /** Nobody went ahead, and nobody was left behind. */
    @TearDown
    public void stop() {
        team.close();
        check(phase == (meetings & Integer.MAX_VALUE), meetings + " meetings that the phaser counts as " + phase);
    }
}
