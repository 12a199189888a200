// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.util.List;
import java.util.Map;
import org.hermitcore.api.Isle;

/**
 * Runs the checks that its argument names, {@code linux}, {@code isle}, or {@code large} for those that need much memory, and
 * prints a line of TAP for each. With {@code shutdown N} ends the isle with that status.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "linux" -> runAll(BothChecks.ALL, LinuxChecks.ALL);
            case "isle" -> runAll(BothChecks.ALL, IsleChecks.ALL);
            case "large" -> runAll(IsleChecks.LARGE, List.of());
            case "shutdown" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("a hook ran")));
                Isle.current().orElseThrow().shutdown(Integer.parseInt(arguments[1]));
            }
            default ->
                throw new IllegalArgumentException("'" + arguments[0] + "' is not linux, isle, large or shutdown");
        }
    }

    private static void runAll(List<Map.Entry<String, Check>> checks, List<Map.Entry<String, Check>> more) {
        checks.forEach(check -> run(check.getKey(), check.getValue()));
        more.forEach(check -> run(check.getKey(), check.getValue()));
    }

    private static void run(String name, Check check) {
        try {
            check.run();
            System.out.println("ok - " + name);
        } catch (Throwable failure) {
            System.out.println("not ok - " + name);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                System.out.println("# " + cause);
                for (StackTraceElement frame : cause.getStackTrace()) {
                    System.out.println("#   at " + frame);
                }
            }
        }
    }
}
