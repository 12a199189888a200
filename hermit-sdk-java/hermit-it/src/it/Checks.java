// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the tests named by its arguments, one after the other in this JVM, and prints one TAP line each. A test is a class
 * of this package with {@code static void check()}. A test that takes longer than {@code -Dit.seconds} ends the JVM.
 */
final class Checks {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(Long.getLong("it.seconds", 60));
    private static final AtomicLong deadline = new AtomicLong(Long.MAX_VALUE);

    private Checks() {}

    public static void main(String[] names) {
        watch();
        for (String name : names) {
            deadline.set(System.nanoTime() + LIMIT);
            report(name, run(name));
        }
        System.exit(0);
    }

    private static Throwable run(String name) {
        try {
            var check = Class.forName("it." + name).getDeclaredMethod("check");
            check.invoke(null);
            return null;
        } catch (InvocationTargetException failed) {
            return failed.getCause();
        } catch (ReflectiveOperationException | LinkageError broken) {
            return broken;
        }
    }

    private static void report(String name, Throwable failure) {
        if (failure == null) {
            System.out.println("ok - " + name);
            return;
        }
        System.out.println("not ok - " + name);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            System.out.println("# " + cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                System.out.println("#   at " + frame);
            }
        }
    }

    private static void watch() {
        Thread watcher = new Thread(() -> {
            while (System.nanoTime() - deadline.get() < 0) {
                sleep();
            }
            System.out.println("# no result within the time limit");
            Thread.getAllStackTraces().forEach((thread, frames) -> {
                System.out.println("# " + thread);
                for (StackTraceElement frame : frames) {
                    System.out.println("#   at " + frame);
                }
            });
            Runtime.getRuntime().halt(99);
        });
        deadline.set(System.nanoTime() + LIMIT);
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
