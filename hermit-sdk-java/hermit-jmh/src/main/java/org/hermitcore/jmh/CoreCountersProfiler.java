// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.hermitcore.api.CoreCounters;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What the isle's kernel did while an iteration ran, summed over all cores: context switches, interrupts of each kind, page
 * faults, TLB shoot-downs, and the part of the time that cores were idle ({@link CoreCounters}).
 *
 * <p>{@code -prof org.hermitcore.jmh.CoreCountersProfiler}, or with an option {@code
 * -prof org.hermitcore.jmh.CoreCountersProfiler:per=op}. {@code per} says what the counts are divided by: {@code second} (the
 * default), {@code iteration}, or {@code op}, a benchmark operation.
 *
 * <p>The results' names begin with {@code isle.}; their units are {@code #/s}, {@code #} or {@code #/op}, and {@code %} for {@code
 * isle.idle}. They include what JMH and the JVM do beside the benchmark, its own threads' start among it.
 *
 * <p>On Linux there are no such counters: there the first iteration fails, and says so. Not before, since the JVM that parses JMH's
 * command line is on Linux while its forks may be on isles.
 *
 * @since 0.1.0
 */
public final class CoreCountersProfiler implements InternalProfiler {
    private enum Per {
        SECOND,
        ITERATION,
        OP
    }

    private record Column(String name, ToLongFunction<CoreCounters> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("isle.switches", CoreCounters::switches),
            new Column("isle.interrupts", CoreCounters::interrupts),
            new Column("isle.interrupts.timer", CoreCounters::timerInterrupts),
            new Column("isle.interrupts.device", CoreCounters::deviceInterrupts),
            new Column("isle.interrupts.reschedule", CoreCounters::reschedules),
            new Column("isle.interrupts.tlb", CoreCounters::tlbInterrupts),
            new Column("isle.pageFaults", CoreCounters::pageFaults),
            new Column("isle.tlbShootdowns", CoreCounters::tlbShootdowns));

    private static final String NAME = "CoreCountersProfiler";
    private static final Map<String, String> OPTIONS =
            Map.of("per", "second|iteration|op   what the counts are divided by (default: second)");

    private final Per per;
    private final Supplier<List<CoreCounters>> counters;
    private final LongSupplier clock;

    private List<CoreCounters> before;
    private long started;

    /**
     * For {@link java.util.ServiceLoader}, and JMH without options.
     *
     * @throws ProfilerException never
     */
    public CoreCountersProfiler() throws ProfilerException {
        this("");
    }

    /**
     * For JMH with options.
     *
     * @param options what stands behind the profiler's name and the colon
     * @throws ProfilerException where an option is not known
     */
    public CoreCountersProfiler(String options) throws ProfilerException {
        this(options, CoreCounters::all, System::nanoTime);
    }

    CoreCountersProfiler(String options, Supplier<List<CoreCounters>> counters, LongSupplier clock)
            throws ProfilerException {
        this.per = ProfilerOptions.parse(NAME, options, OPTIONS).choice("per", Per.SECOND);
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public String getDescription() {
        return "What the isle's kernel did: switches, interrupts, page faults, TLB shoot-downs, idle time";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = counters.get();
        started = clock.getAsLong();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long nanos = clock.getAsLong() - started;
        List<CoreCounters> after = counters.get();
        List<CoreCounters> passed = new ArrayList<>();
        for (int core = 0; core < after.size(); core++) {
            passed.add(after.get(core).minus(before.get(core)));
        }
        return results(passed, nanos, result.getMetadata().getMeasuredOps());
    }

    private List<ScalarResult> results(List<CoreCounters> passed, long nanos, long operations) {
        double divisor =
                switch (per) {
                    case SECOND -> nanos / 1e9;
                    case ITERATION -> 1;
                    case OP -> Math.max(1, operations);
                };
        String unit =
                switch (per) {
                    case SECOND -> "#/s";
                    case ITERATION -> "#";
                    case OP -> "#/op";
                };
        List<ScalarResult> results = new ArrayList<>();
        for (Column column : COLUMNS) {
            double count = sum(passed, column.value());
            results.add(new ScalarResult(column.name(), count / divisor, unit, AggregationPolicy.AVG));
        }
        double idle = 100.0 * sum(passed, CoreCounters::idleNanos) / ((double) nanos * passed.size());
        results.add(new ScalarResult("isle.idle", Math.min(idle, 100), "%", AggregationPolicy.AVG));
        return results;
    }

    private static long sum(List<CoreCounters> cores, ToLongFunction<CoreCounters> value) {
        return cores.stream().mapToLong(value).sum();
    }
}
