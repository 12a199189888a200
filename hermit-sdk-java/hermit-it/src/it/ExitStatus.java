// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * Every way that a Java program ends gives the exit status that it has on Linux.
 *
 * @case return 0 -Dway=return
 * @case seven 7 -Dway=exit -Dstatus=7
 * @case big 255 -Dway=exit -Dstatus=255
 * @case wraps 1 -Dway=exit -Dstatus=257
 * @case halt 3 -Dway=halt -Dstatus=3
 * @case uncaught 1 -Dway=uncaught
 * @case other-thread 0 -Dway=other-thread
 * @case from-thread 9 -Dway=from-thread -Dstatus=9
 * @stderr [ "$CASE" != uncaught ] || grep -q 'Exception in thread "main" java.lang.IllegalStateException: on purpose'
 */
final class ExitStatus {
    private ExitStatus() {}

    public static void main(String[] args) throws InterruptedException {
        int status = Integer.getInteger("status", 0);
        switch (System.getProperty("way")) {
            case "exit" -> System.exit(status);
            case "halt" -> Runtime.getRuntime().halt(status);
            case "uncaught" -> throw new IllegalStateException("on purpose");
            case "other-thread" -> join(new Thread(() -> {
                throw new IllegalStateException("on purpose");
            }));
            case "from-thread" -> join(new Thread(() -> System.exit(status)));
            default -> System.out.println("returns");
        }
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }
}
