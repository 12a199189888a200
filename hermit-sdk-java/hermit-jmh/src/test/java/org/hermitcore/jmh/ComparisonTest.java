// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;

class ComparisonTest {
    private static Comparison comparison(Mode mode, double host, double isle) {
        BenchmarkParams params = Trials.benchmark("a.b.Some.work", mode);
        return new Comparison(Trials.run(params, host, host, host), Trials.run(params, isle, isle, isle));
    }

    @Test
    void theRatioIsOneOfSpeeds() {
        Comparison throughput = comparison(Mode.Throughput, 100, 80);
        assertThat(throughput.isHigherBetter()).isTrue();
        assertThat(throughput.ratio()).isEqualTo(0.8);
        Comparison time = comparison(Mode.AverageTime, 80, 100);
        assertThat(time.isHigherBetter()).isFalse();
        assertThat(time.ratio()).isEqualTo(0.8);
    }

    @Test
    void writesATable() {
        String table = ComparisonTable.of(
                List.of(comparison(Mode.Throughput, 100, 80), comparison(Mode.AverageTime, 0.5, 0.00025)));
        assertThat(table).isEqualTo("""
                        Benchmark            Mode Better   Host    Error      Isle    Error Units Isle/host
                        Some.work (size=10) thrpt higher 100.00 ± 0.0000     80.00 ± 0.0000 ops/s      0.80
                        Some.work (size=10)  avgt  lower 0.5000 ± 0.0000 2.500e-04 ± 0.0000  s/op   2000.00
                        Isle/host is speed of the isle over speed of the host, in every mode: above 1 the isle is faster.
                        """);
    }

    @Test
    void shortensNamesOfOnePackageOnly() {
        Comparison one = comparison(Mode.Throughput, 1, 1);
        BenchmarkParams other = Trials.benchmark("a.c.Other.work", Mode.Throughput);
        Comparison two = new Comparison(Trials.run(other, 1), Trials.run(other, 1));
        assertThat(ComparisonTable.commonPackage(List.of(one))).isEqualTo("a.b.");
        assertThat(ComparisonTable.commonPackage(List.of(one, two))).isEmpty();
    }

    @Test
    void saysWhereThereIsNoError() {
        assertThat(ComparisonTable.number(Double.NaN)).isEqualTo("?");
        assertThat(ComparisonTable.number(123456.7)).isEqualTo("123457");
    }
}
