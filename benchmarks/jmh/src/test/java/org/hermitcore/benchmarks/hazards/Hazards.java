// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.hazards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A benchmark that behaves, and others that go wrong; .ci/test/jmh.sh runs each of them on an isle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class Hazards {
    /** Until JMH interrupts it. */
    @Benchmark
    public boolean sleeps() {
        System.out.println("sleeping");
        try {
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
            return false;
        } catch (InterruptedException e) {
            System.out.println("interrupted");
            return true;
        }
    }

    /** Runs shutdown hooks, JMH's among them. */
    @Benchmark
    public void exits() {
        System.exit(0);
    }

    /** Runs none. */
    @Benchmark
    public void halts() {
        Runtime.getRuntime().halt(3);
    }

    @Benchmark
    public void throwsUp() {
        throw new IllegalStateException("thrown on purpose");
    }

    /** Prints, says where it runs, and leaves a file when the JVM ends in order. */
    @Benchmark
    public void behaves() {
        System.out.println("printed to stdout: größer");
        System.err.println("printed to stderr on " + System.getProperty("os.version"));
        Runtime.getRuntime().addShutdownHook(new Thread(Hazards::leaveFile));
    }

    private static void leaveFile() {
        try {
            Files.writeString(Path.of("hook-ran"), "yes\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
