// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.hermitcore.api.Isle;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.TextResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Records the measured iterations of each trial with Java Flight Recorder. JMH's own {@code jfr} profiler starts {@code jcmd}, a second
 * process, which an isle does not have; this one calls the recorder from inside the fork.
 *
 * <p>{@code -prof org.hermitcore.jmh.FlightRecorderProfiler:dir=recordings;settings=profile;top=10}, all options optional:
 *
 * <ul>
 *   <li>{@code dir}: folder for the files, made where it is missing; the working folder by default. On an isle it must be a folder
 *       of the host that the isle sees: the working folder, one below it, or one that {@code HERMIT_SHARE} names.
 *   <li>{@code settings}: a configuration of the JDK, {@code default} or {@code profile} (the default).
 *   <li>{@code top}: how many methods to list.
 * </ul>
 *
 * <p>Each fork writes one file, {@code BENCHMARK-MODE-PARAMETER-VALUE.jfr}, or {@code …-2.jfr} and so on where there is such a
 * file already; none is overwritten. Results: {@code jfr.gc.count}, {@code jfr.gc.pauses} and {@code jfr.gc.longest} (ms), {@code
 * jfr.samples}, and as text {@code jfr.hot} the file and the methods on top of the sampled stacks. A fork that fails leaves what was
 * recorded until then.
 *
 * @since 0.1.0
 */
public final class FlightRecorderProfiler implements InternalProfiler {
    private static final String NAME = "FlightRecorderProfiler";
    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            "dir", "FOLDER   where to write (default: the working folder)",
            "settings", "NAME   a configuration of the JDK: default or profile (default: profile)",
            "top", "N   methods to list (default: 10)"));

    private final Path folder;
    private final Configuration settings;
    private final int top;

    private Recording recording; // null outside of measured iterations
    private Path file;
    private int iterations;

    /**
     * For {@link java.util.ServiceLoader}, and JMH without options.
     *
     * @throws ProfilerException where the JVM has no flight recorder
     */
    public FlightRecorderProfiler() throws ProfilerException {
        this("");
    }

    /**
     * For JMH with options.
     *
     * @param options what stands behind the profiler's name and the colon
     * @throws ProfilerException where an option is wrong or the JVM has no flight recorder
     */
    public FlightRecorderProfiler(String options) throws ProfilerException {
        if (!FlightRecorder.isAvailable()) {
            throw new ProfilerException(NAME + ": this JVM has no flight recorder");
        }
        ProfilerOptions given = ProfilerOptions.parse(NAME, options, OPTIONS);
        folder = folder(given.get("dir", "."));
        settings = settings(given.get("settings", "profile"));
        top = given.number("top", 10, 1, 1000);
    }

    private static Path folder(String name) throws ProfilerException {
        try {
            return Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ProfilerException(NAME + ": dir '" + name + "' is not a path");
        }
    }

    private static Configuration settings(String name) throws ProfilerException {
        try {
            return Configuration.getConfiguration(name);
        } catch (IOException | ParseException e) {
            List<String> names = Configuration.getConfigurations().stream()
                    .map(Configuration::getName)
                    .sorted()
                    .toList();
            throw new ProfilerException(
                    NAME + ": the JDK has no settings '" + name + "'; there are: " + String.join(", ", names));
        }
    }

    @Override
    public String getDescription() {
        return "Java Flight Recorder, without jcmd: one file a trial, collections, hot methods";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        if (iteration.getType() != IterationType.MEASUREMENT || recording != null) {
            return;
        }
        iterations = 0;
        try {
            file = newFile(benchmark.id());
            Recording started = new Recording(settings);
            started.setName(benchmark.id());
            started.setDestination(file);
            started.setDumpOnExit(true); // where the fork fails, nobody stops it
            started.start();
            recording = started;
        } catch (IOException e) {
            throw new UncheckedIOException(NAME + ": cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (recording == null || ++iterations < iteration.getCount()) {
            return List.of();
        }
        try {
            recording.stop(); // writes the file
            recording.close();
            recording = null;
            return results(FlightSummary.of(file, top));
        } catch (IOException e) {
            throw new UncheckedIOException(NAME + ": cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private List<Result<?>> results(FlightSummary summary) {
        return List.of(
                new ScalarResult("jfr.gc.count", summary.collections(), "#", AggregationPolicy.SUM),
                new ScalarResult("jfr.gc.pauses", FlightSummary.millis(summary.pauses()), "ms", AggregationPolicy.SUM),
                new ScalarResult(
                        "jfr.gc.longest", FlightSummary.millis(summary.longestPause()), "ms", AggregationPolicy.MAX),
                new ScalarResult("jfr.samples", summary.samples(), "#", AggregationPolicy.SUM),
                new TextResult(summary.text(file), "jfr.hot"));
    }

    /** An empty file that no other trial has. */
    private Path newFile(String name) throws IOException {
        Files.createDirectories(folder);
        if (Isle.current().isPresent() && !isOfHost(folder)) {
            throw new IOException("the isle does not share this folder with the host, so the file would be lost; take a"
                    + " folder below the working folder, or name it in HERMIT_SHARE");
        }
        for (int number = 1; ; number++) {
            Path candidate = folder.resolve(name + (number == 1 ? "" : "-" + number) + ".jfr");
            try {
                return Files.createFile(candidate);
            } catch (FileAlreadyExistsException e) {
                // that of another fork, or of an earlier run
            }
        }
    }

    /** By the device's number: a share may lie over a file system of the isle at the same path, which a FileStore mixes up. */
    private static boolean isOfHost(Path folder) throws IOException {
        long device = (Long) Files.getAttribute(folder, "unix:dev");
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            // proc(5): ID PARENT MAJOR:MINOR ROOT POINT OPTIONS … - TYPE SOURCE OPTIONS; without a disk the major
            // number is 0
            String shared = "^\\S+ \\S+ 0:" + device + " .* - 9p .*";
            return mounts.anyMatch(mount -> mount.matches(shared));
        }
    }
}
