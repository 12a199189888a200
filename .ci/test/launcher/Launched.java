// SPDX-License-Identifier: BSD-3-Clause

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program for tests of the launcher; its first argument says what it does. */
public final class Launched {
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "say" -> say(arguments);
            case "copy" -> copy();
            case "exit" -> exit(Integer.parseInt(arguments[1]));
            case "wait" -> waitLong();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void say(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("arguments " + String.join("|", arguments));
        out.println("property " + System.getProperty("launched"));
        out.println("helped " + helped());
        out.println("folder " + Path.of("").toAbsolutePath());
    }

    /** Whether the class of another jar is there. */
    private static String helped() {
        try {
            return Class.forName("Helper").getDeclaredConstructor().newInstance().toString();
        } catch (ReflectiveOperationException e) {
            return "no";
        }
    }

    private static void copy() throws IOException {
        System.in.transferTo(System.out);
        System.out.flush();
    }

    private static void exit(int status) {
        System.out.println("to stdout");
        System.err.println("to stderr");
        System.exit(status);
    }

    private static void waitLong() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        System.out.println("ready");
        Thread.sleep(300_000);
    }
}
