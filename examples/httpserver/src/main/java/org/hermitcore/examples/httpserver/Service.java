// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The web service: {@code /} greets, {@code /stats} tells in JSON what was served, anything else is not found (404), and other
 * methods than GET and HEAD are refused (405). Safe for use by several threads.
 */
final class Service implements AutoCloseable {
    private static final int NO_BODY = -1;
    private static final int SECONDS_TO_FINISH = 1;

    private final HttpServer server;
    private final RequestThreads threads;
    private final long startedAt = System.nanoTime();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong active = new AtomicLong();

    private Service(HttpServer server, RequestThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param address where to listen; port 0: any free one
     * @param threads what runs the requests; shut down by {@link #close}
     * @throws IOException where the address cannot be listened on
     */
    static Service start(InetSocketAddress address, RequestThreads threads) throws IOException {
        Service service = new Service(HttpServer.create(address, 0), threads);
        service.server.createContext("/", service::handle);
        service.server.setExecutor(threads.executor());
        service.server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many requests came, whatever the answer was. */
    long requests() {
        return requests.get();
    }

    /** Takes no more connections, and gives the requests that are served a second to finish. */
    @Override
    public void close() {
        // The server of JDK 17 waits the whole time where there is nothing to wait for.
        server.stop(active.get() == 0 ? 0 : SECONDS_TO_FINISH);
        threads.executor().shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        active.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().matches("GET|HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, "text/plain", "only GET and HEAD\n");
            } else if (path.equals("/")) {
                answer(exchange, 200, "text/plain", greeting());
            } else if (path.equals("/stats")) {
                answer(exchange, 200, "application/json", statistics());
            } else {
                answer(exchange, 404, "text/plain", "nothing here; there are / and /stats\n");
            }
        } finally {
            active.decrementAndGet();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes(); // else the connection cannot be used once more
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    static String greeting() {
        return String.format(
                Locale.ROOT,
                "Hello from %s %s on %s with %d cores%n",
                System.getProperty("java.vm.name"),
                Runtime.version(),
                place(System.getProperty("os.version")),
                Runtime.getRuntime().availableProcessors());
    }

    /** The kernel of an isle calls its release 6.1.0-hermit, because programs expect that of a Linux. */
    private static String place(String release) {
        return release.endsWith("-hermit") ? "an isle" : "Linux " + release;
    }

    private String statistics() {
        Runtime runtime = Runtime.getRuntime();
        double seconds = (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
        return String.format(
                Locale.ROOT,
                "{\"requests\": %d, \"active\": %d, \"threads\": \"%s\", \"seconds\": %.3f, \"heapBytes\": %d}%n",
                requests.get(),
                active.get(),
                threads.description(),
                seconds,
                runtime.totalMemory() - runtime.freeMemory());
    }
}
