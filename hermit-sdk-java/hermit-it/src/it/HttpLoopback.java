// SPDX-License-Identifier: BSD-3-Clause
package it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server and client over loopback: IPv4 and IPv6, small and large bodies, many at once, virtual threads where there are. */
final class HttpLoopback {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGE = 3_000_000;

    private HttpLoopback() {}

    static void check() throws Exception {
        ExecutorService threads = executor();
        try {
            exchange("127.0.0.1", threads);
            exchange("::1", threads);
        } finally {
            threads.shutdownNow();
        }
    }

    private static ExecutorService executor() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.newFixedThreadPool(8);
        }
        return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void exchange(String address, ExecutorService threads) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 50);
        server.createContext("/", HttpLoopback::echo);
        server.setExecutor(threads);
        server.start();
        try {
            String host = address.contains(":") ? "[" + address + "]" : address;
            requests(URI.create("http://" + host + ":" + server.getAddress().getPort() + "/echo"));
        } finally {
            server.stop(0);
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void requests(URI uri) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
        byte[] large = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        HttpResponse<byte[]> answer = client.send(post(uri, large), BodyHandlers.ofByteArray());
        Expect.equal(200, answer.statusCode(), "status");
        Expect.that(java.util.Arrays.equals(large, answer.body()), "a large body comes back");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(client.sendAsync(post(uri, ("request " + i).getBytes()), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 40; i++) {
            Expect.equal("request " + i, answers.get(i).join().body(), "a small body");
        }
    }

    private static HttpRequest post(URI uri, byte[] body) {
        return HttpRequest.newBuilder(uri).timeout(LIMIT).POST(BodyPublishers.ofByteArray(body)).build();
    }
}
