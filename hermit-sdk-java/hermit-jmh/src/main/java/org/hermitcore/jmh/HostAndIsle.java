// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the same benchmarks on a JDK and on its look-alike that boots isles, and prints both scores with their ratio.
 *
 * <p>{@code java -cp benchmarks.jar org.hermitcore.jmh.HostAndIsle --isle .../hermit-jdk/bin/java [options] [regexp...]}; {@code -h}
 * lists the options, JMH's own among them.
 *
 * <p>Each repetition of a benchmark is one fork on each side, one right after the other; which side begins alternates, so that what
 * changes slowly on the machine hits both. The table has the scores with JMH's 99.9 % errors and the ratio of speeds, isle over
 * host: above 1 the isle is faster, in every mode. The same goes to a file as JSON. A benchmark that fails on either side ends the
 * run with status 1 and no table: half of a comparison is none.
 *
 * @since 0.1.0
 */
public final class HostAndIsle {
    private final HostAndIsleOptions options;
    private final PrintStream progress;
    private final List<String> names; // of the benchmarks
    private final Map<String, Map<Side, List<BenchmarkResult>>> results = new LinkedHashMap<>();
    private final Map<String, BenchmarkParams> parameters = new LinkedHashMap<>();

    private HostAndIsle(HostAndIsleOptions options, PrintStream progress) throws UsageException {
        this.options = options;
        this.progress = progress;
        this.names = benchmarks(options.jmh());
    }

    /**
     * Runs benchmarks; ends the JVM.
     *
     * @param arguments see {@code -h}
     * @throws IOException where help cannot be printed
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(System.out, System.err, arguments));
    }

    /**
     * Runs benchmarks.
     *
     * @param out for the table
     * @param err for progress and errors
     * @param arguments see {@code -h}
     * @return the exit status: 0; 1 where a benchmark failed; 2 for wrong usage
     */
    static int run(PrintStream out, PrintStream err, String... arguments) throws IOException {
        try {
            if (isQuestion(arguments)) {
                return 0;
            }
            HostAndIsle runner = new HostAndIsle(HostAndIsleOptions.parse(arguments), err);
            List<Comparison> comparisons = runner.compare();
            Files.writeString(runner.options.json(), ComparisonJson.of(runner.options, comparisons));
            out.print(ComparisonTable.of(comparisons));
            return 0;
        } catch (UsageException e) {
            err.println("HostAndIsle: " + e.getMessage());
            return 2;
        } catch (RunnerException | IOException e) {
            err.println("HostAndIsle: " + e.getMessage());
            return 1;
        }
    }

    /** Answers what JMH itself answers, lists and help. */
    private static boolean isQuestion(String... arguments) throws IOException {
        if (Arrays.asList(arguments).contains("-h")) {
            System.out.print(HostAndIsleOptions.HELP);
        } else if (Arrays.stream(arguments).noneMatch(Set.of("-l", "-lp", "-lprof", "-lrf")::contains)) {
            return false;
        }
        Main.main(arguments);
        return true;
    }

    private List<Comparison> compare() throws RunnerException, IOException {
        Files.writeString(options.log(), "");
        for (String name : names) {
            for (int repetition = 0; repetition < options.repetitions(); repetition++) {
                for (Side side : order(repetition)) {
                    progress.printf("%s on %s, %d of %d%n", name, side, repetition + 1, options.repetitions());
                    collect(side, fork(name, side));
                }
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (String id : results.keySet()) {
            comparisons.add(comparison(id));
        }
        return comparisons;
    }

    static List<Side> order(int repetition) {
        return repetition % 2 == 0 ? List.of(Side.HOST, Side.ISLE) : List.of(Side.ISLE, Side.HOST);
    }

    private static List<String> benchmarks(CommandLineOptions jmh) throws UsageException {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
        List<String> names = BenchmarkList.defaultList().find(silent, jmh.getIncludes(), jmh.getExcludes()).stream()
                .map(BenchmarkListEntry::getUsername)
                .distinct()
                .collect(Collectors.toList());
        if (names.isEmpty()) {
            throw new UsageException("no benchmark matches " + String.join(" ", jmh.getIncludes()) + "; -l lists them");
        }
        return names;
    }

    /** One fork of all variants of a benchmark. What JMH says goes to the log, whose end is shown where it fails. */
    private Collection<RunResult> fork(String name, Side side) throws RunnerException, IOException {
        long begin = Files.size(options.log());
        Options jmh = only(name)
                .jvm(options.java(side).java().toString())
                .forks(1)
                .shouldFailOnError(true)
                .build();
        VerboseMode verbosity = jmh.verbosity().orElse(Defaults.VERBOSITY);
        try (PrintStream log =
                new PrintStream(new FileOutputStream(options.log().toFile(), true), true, StandardCharsets.UTF_8)) {
            log.println("# " + side + ": " + options.java(side).java());
            return new Runner(jmh, OutputFormatFactory.createFormatInstance(log, verbosity)).run();
        } catch (RunnerException e) {
            progress.print(logFrom(begin));
            throw new RunnerException(name + " failed on the " + side + ": " + rootMessage(e), e);
        }
    }

    /** JMH adds includes to those of the command line, so that they cannot be narrowed; it can be told what to leave out. */
    private ChainedOptionsBuilder only(String name) {
        ChainedOptionsBuilder narrowed = new OptionsBuilder().parent(options.jmh());
        names.stream()
                .filter(other -> !other.equals(name))
                .forEach(other -> narrowed.exclude("^" + Pattern.quote(other) + "$"));
        return narrowed;
    }

    private String logFrom(long begin) throws IOException {
        byte[] all = Files.readAllBytes(options.log());
        return new String(all, (int) begin, all.length - (int) begin, StandardCharsets.UTF_8);
    }

    private static String rootMessage(Throwable problem) {
        Throwable cause = problem;
        while (true) {
            if (cause.getCause() != null) {
                cause = cause.getCause();
            } else if (cause.getSuppressed().length > 0) {
                cause = cause.getSuppressed()[0]; // JMH keeps a benchmark's exceptions there
            } else {
                return cause.getMessage() == null ? cause.toString() : cause.getMessage();
            }
        }
    }

    private void collect(Side side, Collection<RunResult> runs) throws RunnerException {
        for (RunResult run : runs) {
            String id = run.getParams().id();
            requireComplete(side, run);
            parameters.putIfAbsent(id, run.getParams());
            results.computeIfAbsent(id, unused -> new EnumMap<>(Side.class))
                    .computeIfAbsent(side, unused -> new ArrayList<>())
                    .addAll(run.getBenchmarkResults());
        }
    }

    /** A fork that ends early with status 0 is no failure to JMH. */
    private static void requireComplete(Side side, RunResult run) throws RunnerException {
        int expected = run.getParams().getMeasurement().getCount();
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            int iterations = fork.getIterationResults().size();
            if (iterations != expected) {
                throw new RunnerException(run.getParams().id() + " on the " + side + ": the fork ended after "
                        + iterations + " of " + expected + " iterations");
            }
        }
    }

    private Comparison comparison(String id) throws RunnerException {
        Map<Side, List<BenchmarkResult>> sides = results.get(id);
        for (Side side : Side.values()) {
            int forks = sides.getOrDefault(side, List.of()).size();
            if (forks != options.repetitions()) {
                throw new RunnerException(
                        id + " on the " + side + ": results of " + forks + " forks of " + options.repetitions());
            }
        }
        BenchmarkParams params = parameters.get(id);
        return new Comparison(new RunResult(params, sides.get(Side.HOST)), new RunResult(params, sides.get(Side.ISLE)));
    }
}
