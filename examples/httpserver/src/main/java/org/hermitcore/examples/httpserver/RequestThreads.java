// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What runs the requests: a virtual thread each where the JDK has them (since 21), else a pool of threads.
 *
 * @param executor where requests are executed; whoever made it shuts it down
 * @param description for people
 */
record RequestThreads(ExecutorService executor, String description) {
    private static final int THREADS_PER_CORE = 8;

    static RequestThreads best() {
        return virtual().orElseGet(RequestThreads::pool);
    }

    /** {@code Executors.newVirtualThreadPerTaskExecutor()}, which the class files of JDK 17 cannot name; empty: not there. */
    static Optional<RequestThreads> virtual() {
        try {
            MethodHandle make = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return Optional.of(
                    new RequestThreads((ExecutorService) make.invokeExact(), "one virtual thread for each request"));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("virtual threads are there, but cannot be made", e);
        }
    }

    static RequestThreads pool() {
        int threads = THREADS_PER_CORE * Runtime.getRuntime().availableProcessors();
        return new RequestThreads(Executors.newFixedThreadPool(threads), "a pool of " + threads + " threads");
    }
}
