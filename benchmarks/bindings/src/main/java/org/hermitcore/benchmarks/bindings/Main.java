// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.bindings;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hermitcore.api.Isle;
import org.hermitcore.api.Tsc;
import org.hermitcore.bindings.NativeLibrary;
import org.hermitcore.bindings.internal.Hermit;

/**
 * What a call of the kernel costs a Java program, compared with a JNI call of a function that does nothing. All calls are
 * measured in one JVM in small batches by turns, so that what disturbs one of them disturbs all.
 *
 * <p>Arguments: {@code [LIMIT [BATCHES]]}. Exit status 1 where {@code hermit_core_current} costs more than LIMIT times the empty
 * call on an isle, 2 for wrong arguments. On Linux, where the functions only say that there is no isle, nothing is judged.
 */
public final class Main {
    /** Long enough for the clock's own cost to vanish, short enough to lie between two disturbances mostly. */
    private static final int CALLS = 1000;

    /** Calls of each kind before anything counts: HotSpot's last tier compiles a loop after some ten thousand rounds. */
    private static final int WARM_UP = 200 * CALLS;

    private static final double LIMIT = 1.3;
    private static final int BATCHES = 2000;
    private static final int MAX_BATCHES = 1_000_000;

    private Main() {}

    public static void main(String[] arguments) {
        int status;
        try {
            double limit = arguments.length > 0 ? number(arguments[0], 0.01, 1000) : LIMIT;
            int batches = arguments.length > 1 ? (int) number(arguments[1], 1, MAX_BATCHES) : BATCHES;
            status = run(limit, batches) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("bindings: " + e.getMessage() + "; usage: bindings [LIMIT [BATCHES]]");
            status = 2;
        }
        System.exit(status);
    }

    private static boolean run(double limit, int batches) {
        NativeLibrary.load(Hermit.class);
        boolean isIsle = Isle.current().isPresent();
        warmUp();
        Map<Call, Costs> costs = measure(batches);
        report(isIsle ? "isle" : "Linux", batches, costs);
        double ratio = ratio(costs, Call.CORE_CURRENT);
        if (isIsle && ratio > limit) {
            System.out.printf(
                    Locale.ROOT,
                    "TOO SLOW: %s costs %.2f empty calls, %s are allowed%n",
                    Call.CORE_CURRENT.label(),
                    ratio,
                    limit);
            return false;
        }
        return true;
    }

    /** In the same small steps as later, because the compiler sees the loops' lengths too. */
    private static void warmUp() {
        for (int done = 0; done < WARM_UP; done += CALLS) {
            for (Call call : Call.values()) {
                call.repeat(CALLS);
            }
        }
        measure(WARM_UP / CALLS);
    }

    private static Map<Call, Costs> measure(int batches) {
        Map<Call, double[]> ticks = new EnumMap<>(Call.class);
        List.of(Call.values()).forEach(call -> ticks.put(call, new double[batches]));
        for (int batch = 0; batch < batches; batch++) {
            for (Call call : Call.values()) {
                long start = Hermit.hermit_tsc();
                call.repeat(CALLS);
                ticks.get(call)[batch] = (double) (Hermit.hermit_tsc() - start) / CALLS;
            }
        }
        Map<Call, Costs> costs = new EnumMap<>(Call.class);
        ticks.forEach((call, samples) -> costs.put(call, new Costs(samples)));
        return costs;
    }

    private static double ratio(Map<Call, Costs> costs, Call call) {
        return costs.get(call).ratioTo(costs.get(Call.EMPTY));
    }

    private static void report(String system, int batches, Map<Call, Costs> costs) {
        double nanos = 1e9 / Tsc.hertz();
        System.out.printf(
                Locale.ROOT,
                "%s, JDK %s: TSC ticks a call, of %d batches of %d calls%n",
                system,
                Runtime.version().feature(),
                batches,
                CALLS);
        System.out.printf(
                "%-22s %9s %9s %9s %9s %9s %7s%n", "", "minimum", "median", "90 %", "99 %", "median ns", "ratio");
        costs.forEach((call, cost) -> System.out.printf(
                Locale.ROOT,
                "%-22s %9.1f %9.1f %9.1f %9.1f %9.1f %7.2f%n",
                call.label(),
                cost.percentile(0),
                cost.median(),
                cost.percentile(0.9),
                cost.percentile(0.99),
                cost.median() * nanos,
                ratio(costs, call)));
    }

    static double number(String text, double minimum, double maximum) {
        try {
            double value = Double.parseDouble(text);
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a number from " + format(minimum) + " to " + format(maximum));
    }

    private static String format(double number) {
        return number == (long) number ? Long.toString((long) number) : Double.toString(number);
    }
}
