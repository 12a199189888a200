// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;

/** Comparisons as JSON (RFC 8259). */
final class ComparisonJson {
    private static final int FORMAT = 1;

    private ComparisonJson() {}

    static String of(HostAndIsleOptions options, List<Comparison> comparisons) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("jdk", options.host().version());
        root.put("host", options.host().java().toString());
        root.put("isle", options.isle().java().toString());
        root.put("repetitions", options.repetitions());
        root.put("results", comparisons.stream().map(ComparisonJson::comparison).toList());
        StringBuilder text = new StringBuilder();
        write(text, root, "\n");
        return text.append('\n').toString();
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("benchmark", comparison.benchmark());
        object.put("mode", comparison.mode().shortLabel());
        object.put("threads", comparison.threads());
        object.put("params", comparison.parameters());
        object.put("unit", comparison.unit());
        object.put("better", comparison.isHigherBetter() ? "higher" : "lower");
        object.put("host", side(comparison, Side.HOST));
        object.put("isle", side(comparison, Side.ISLE));
        object.put("isleOverHost", comparison.ratio());
        return object;
    }

    private static Map<String, Object> side(Comparison comparison, Side side) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("score", comparison.score(side));
        object.put("error", comparison.error(side));
        object.put(
                "iterations",
                comparison.side(side).getBenchmarkResults().stream()
                        .map(ComparisonJson::scores)
                        .toList());
        return object;
    }

    private static List<Double> scores(BenchmarkResult fork) {
        return fork.getIterationResults().stream()
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
    }

    private static void write(StringBuilder text, Object value, String newline) {
        if (value instanceof Map<?, ?> map) {
            String separator = "";
            text.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator).append(newline).append("  ");
                quote(text, entry.getKey().toString());
                text.append(": ");
                write(text, entry.getValue(), newline + "  ");
                separator = ",";
            }
            text.append(map.isEmpty() ? "}" : newline + "}");
        } else if (value instanceof Collection<?> list) {
            String separator = "";
            text.append('[');
            for (Object element : list) {
                text.append(separator);
                write(text, element, newline);
                separator = ", ";
            }
            text.append(']');
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            text.append("null"); // JSON has no NaN
        } else if (value instanceof Number) {
            text.append(value);
        } else {
            quote(text, value.toString());
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
