// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of cores as Linux writes them: {@code 0-3,8}. */
public final class CpuList {
    /** More cores than any machine has: what claims more is not a list of cores. */
    private static final int LIMIT = 1 << 16;

    private CpuList() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static List<Integer> parse(String text) {
        SortedSet<Integer> cores = new TreeSet<>();
        for (String range : text.strip().split(",", -1)) {
            if (!range.isEmpty()) {
                addRange(cores, range, text);
            }
        }
        return new ArrayList<>(cores);
    }

    private static void addRange(SortedSet<Integer> cores, String range, String text) {
        int dash = range.indexOf('-');
        int first = number(dash < 0 ? range : range.substring(0, dash), text);
        int last = dash < 0 ? first : number(range.substring(dash + 1), text);
        if (last < first) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a list of cores: " + range);
        }
        for (int core = first; core <= last; core++) {
            cores.add(core);
        }
    }

    private static int number(String digits, String text) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 0 && number < LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the whole text
        }
        throw new IllegalArgumentException("'" + text.strip() + "' is not a list of cores: '" + digits + "'");
    }

    /** Writes one; {@code none} where there are no cores. */
    public static String format(Collection<Integer> cores) {
        List<Integer> sorted = new ArrayList<>(new TreeSet<>(cores));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sorted.size(); ) {
            int last = i;
            while (last + 1 < sorted.size() && sorted.get(last + 1) == sorted.get(last) + 1) {
                last++;
            }
            text.append(text.length() == 0 ? "" : ",").append(sorted.get(i));
            if (last > i) {
                text.append('-').append(sorted.get(last));
            }
            i = last + 1;
        }
        return text.length() == 0 ? "none" : text.toString();
    }

    /** Cores of a mask: bit N for core N. */
    static List<Integer> ofMask(long[] mask) {
        List<Integer> cores = new ArrayList<>();
        for (int core = 0; core < mask.length * Long.SIZE; core++) {
            if ((mask[core / Long.SIZE] >>> core & 1) != 0) {
                cores.add(core);
            }
        }
        return cores;
    }
}
