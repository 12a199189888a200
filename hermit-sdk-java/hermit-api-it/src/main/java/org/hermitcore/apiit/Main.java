// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hermitcore.api.Isle;

/**
 * Runs the checks of the system that its argument names, {@code linux} or {@code isle}, and prints a line of TAP for each. With
 * {@code shutdown N} ends the isle with that status.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("shutdown")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("a hook ran")));
            Isle.current().orElseThrow().shutdown(Integer.parseInt(arguments[1]));
        }
        boolean isIsle = arguments[0].equals("isle");
        List<Map.Entry<String, Check>> checks = new ArrayList<>(BothChecks.ALL);
        checks.addAll(isIsle ? IsleChecks.ALL : LinuxChecks.ALL);
        checks.forEach(check -> run(check.getKey(), check.getValue()));
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
