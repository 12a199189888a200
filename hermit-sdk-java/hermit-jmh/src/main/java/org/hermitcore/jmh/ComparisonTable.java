// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Comparisons as a table for people. */
final class ComparisonTable {
    private static final List<String> HEAD =
            List.of("Benchmark", "Mode", "Better", "Host", "", "Error", "Isle", "", "Error", "Units", "Isle/host");

    private ComparisonTable() {}

    static String of(List<Comparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        String common = commonPackage(comparisons);
        for (Comparison comparison : comparisons) {
            rows.add(row(comparison, common));
        }
        return layout(rows)
                + "Isle/host is speed of the isle over speed of the host, in every mode: above 1 the isle is faster.\n";
    }

    private static List<String> row(Comparison comparison, String common) {
        return List.of(
                comparison.benchmark().substring(common.length()) + parameters(comparison.parameters()),
                comparison.mode().shortLabel(),
                comparison.isHigherBetter() ? "higher" : "lower",
                number(comparison.score(Side.HOST)),
                "±",
                number(comparison.error(Side.HOST)),
                number(comparison.score(Side.ISLE)),
                "±",
                number(comparison.error(Side.ISLE)),
                comparison.unit(),
                String.format(Locale.ROOT, "%.2f", comparison.ratio()));
    }

    private static String parameters(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", ", " (", ")"));
    }

    /** Four significant digits, more before the point. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "?";
        }
        double size = Math.abs(value);
        if (value != 0 && size < 0.001) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return String.format(Locale.ROOT, size >= 1000 ? "%.0f" : size >= 10 ? "%.2f" : "%.4f", value);
    }

    /** What all names have in common up to a dot before the class's name. */
    static String commonPackage(List<Comparison> comparisons) {
        List<String> names = comparisons.stream()
                .map(Comparison::benchmark)
                .map(name -> name.substring(0, name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
                .distinct()
                .toList();
        return names.size() == 1 ? names.get(0) : "";
    }

    private static String layout(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : " ").append(i == 0 ? row.get(i) + padding : padding + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
