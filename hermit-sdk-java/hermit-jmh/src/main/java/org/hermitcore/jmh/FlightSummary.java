// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a recording says at a glance.
 *
 * @param collections garbage collections
 * @param pauses sum of the pauses that they caused
 * @param longestPause the longest of these pauses
 * @param samples execution samples of Java code
 * @param hot methods on top of the sampled stacks, most frequent first
 */
record FlightSummary(long collections, Duration pauses, Duration longestPause, long samples, List<Hot> hot) {
    /**
     * A method and how often it was on top.
     *
     * @param method class and name
     * @param samples how often
     */
    record Hot(String method, long samples) {}

    /**
     * Reads a recording.
     *
     * @param file with the recording
     * @param top at most so many methods
     */
    static FlightSummary of(Path file, int top) throws IOException {
        long collections = 0;
        long samples = 0;
        Duration pauses = Duration.ZERO;
        Duration longest = Duration.ZERO;
        Map<String, Long> methods = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.GarbageCollection" -> {
                        collections++;
                        pauses = pauses.plus(event.getDuration("sumOfPauses"));
                        Duration pause = event.getDuration("longestPause");
                        longest = pause.compareTo(longest) > 0 ? pause : longest;
                    }
                    case "jdk.ExecutionSample" -> {
                        samples++;
                        methods.merge(method(event.getStackTrace()), 1L, Long::sum);
                    }
                    default -> {
                        // the file has them
                    }
                }
            }
        }
        return new FlightSummary(collections, pauses, longest, samples, most(methods, top));
    }

    private static String method(RecordedStackTrace stack) {
        if (stack == null || stack.getFrames().isEmpty()) {
            return "(unknown)";
        }
        RecordedFrame frame = stack.getFrames().get(0);
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }

    private static List<Hot> most(Map<String, Long> methods, int top) {
        List<Hot> all = new ArrayList<>();
        methods.forEach((method, samples) -> all.add(new Hot(method, samples)));
        all.sort(Comparator.comparingLong(Hot::samples).reversed().thenComparing(Hot::method));
        return all.subList(0, Math.min(top, all.size()));
    }

    /** Some lines for people. */
    String text(Path file) {
        StringBuilder text = new StringBuilder();
        text.append("recording: ").append(file).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "%d collections, pauses %.2f ms, longest %.2f ms; %d samples, on top of the stack:%n",
                collections,
                millis(pauses),
                millis(longestPause),
                samples));
        for (Hot method : hot) {
            text.append(String.format(
                    Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * method.samples() / samples, method.method()));
        }
        return text.toString();
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
