// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The command line of {@link HostAndIsle}: its own options, and JMH's.
 *
 * @param host the JDK on Linux
 * @param isle its look-alike
 * @param json where the results go
 * @param log where JMH's own output goes
 * @param repetitions of each benchmark on each side: JMH's {@code -f}
 * @param jmh all other options of JMH
 */
record HostAndIsleOptions(JavaHome host, JavaHome isle, Path json, Path log, int repetitions, CommandLineOptions jmh) {
    static final String HELP = """
            Usage: HostAndIsle --isle PATH/bin/java [--host PATH/bin/java] [--json FILE] [--log FILE] [JMH options] [regexp...]

            Runs benchmarks on a JDK and on its look-alike that boots isles, in turns, and prints both scores with their ratio.

              --isle PATH   bin/java of the look-alike
              --host PATH   bin/java of the JDK (default: the one that runs this)
              --json FILE   results (default: host-and-isle.json)
              --log FILE    what JMH itself prints (default: host-and-isle.log)
              -f N          repetitions: so many forks on each side, in turns (default: 3)

            Exit status: 0; 1 where a benchmark failed on either side; 2 for wrong usage.
            Not for use here: -jvm, -o, -rf, -rff, -foe. JMH's other options:
            """;

    private static final Set<String> OWN = Set.of("--isle", "--host", "--json", "--log");
    private static final Map<String, String> REPLACED = Map.of(
            "-jvm", "name the two with --host and --isle",
            "-o", "use --log",
            "-rf", "use --json",
            "-rff", "use --json",
            "-foe", "a failure on either side always ends the run");
    private static final int REPETITIONS = 3;

    static HostAndIsleOptions parse(String... arguments) throws UsageException {
        Map<String, String> own = new HashMap<>();
        CommandLineOptions jmh = jmh(split(arguments, own));
        int repetitions = jmh.getForkCount().orElse(REPETITIONS);
        if (repetitions == 0) {
            throw new UsageException("-f 0: a benchmark on the other system needs a JVM of its own; take -f 1 or more");
        }
        if (!own.containsKey("--isle")) {
            throw new UsageException("--isle is missing: the bin/java of a look-alike, which ./hermit java and the goal"
                    + " hermit:jdk make");
        }
        JavaHome host =
                JavaHome.of("--host", own.getOrDefault("--host", System.getProperty("java.home") + "/bin/java"));
        JavaHome isle = JavaHome.of("--isle", own.get("--isle"));
        host.requireSame(isle);
        Path json = Path.of(own.getOrDefault("--json", "host-and-isle.json"));
        Path log = Path.of(own.getOrDefault("--log", "host-and-isle.log"));
        return new HostAndIsleOptions(host, isle, json, log, repetitions, jmh);
    }

    /** Takes the own options out; what remains is JMH's. */
    static String[] split(String[] arguments, Map<String, String> own) throws UsageException {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (REPLACED.containsKey(argument)) {
                throw new UsageException(argument + " is not for use here: " + REPLACED.get(argument));
            }
            if (!OWN.contains(argument)) {
                rest.add(argument);
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new UsageException(argument + " needs a value");
            }
            if (own.put(argument, arguments[++i]) != null) {
                throw new UsageException(argument + " is given twice");
            }
        }
        return rest.toArray(String[]::new);
    }

    private static CommandLineOptions jmh(String[] arguments) throws UsageException {
        try {
            return new CommandLineOptions(arguments);
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage());
        }
    }

    JavaHome java(Side side) {
        return side == Side.HOST ? host : isle;
    }
}
