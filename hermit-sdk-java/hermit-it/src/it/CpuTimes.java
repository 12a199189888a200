// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.lang.management.ManagementFactory;

/** CPU time of a thread grows while it works, hardly while it sleeps, and is no more than the time that passed. */
final class CpuTimes {
    private CpuTimes() {}

    static void check() throws InterruptedException {
        var threads = ManagementFactory.getThreadMXBean();
        Expect.that(threads.isCurrentThreadCpuTimeSupported(), "CPU time of threads is supported");
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        double x = 0;
        while (threads.getCurrentThreadCpuTime() - cpu < 200_000_000L) {
            x += Math.sqrt(x + 1);
            Expect.that(System.nanoTime() - wall < 30_000_000_000L, "the CPU time of a busy thread grows");
        }
        long used = threads.getCurrentThreadCpuTime() - cpu;
        long passed = System.nanoTime() - wall;
        Expect.that(used <= passed + 20_000_000L, "CPU time " + used + " is at most the time that passed, " + passed);
        cpu = threads.getCurrentThreadCpuTime();
        Thread.sleep(500);
        Expect.that(threads.getCurrentThreadCpuTime() - cpu < 250_000_000L, "sleep costs little CPU time");
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Expect.that(system.getProcessCpuTime() >= used, "CPU time of the process includes the thread's");
        Expect.that(threads.getThreadCpuTime(Thread.currentThread().getId()) >= used, "by id it is the same clock");
    }
}
