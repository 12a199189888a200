// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private Service service;

    @BeforeEach
    void start() throws Exception {
        service = Service.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), RequestThreads.best());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private HttpRequest.Builder request(String path) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return HttpRequest.newBuilder(URI.create("http://" + host + ":" + service.port() + path))
                .timeout(LIMIT);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void greets() throws Exception {
        HttpResponse<String> response = get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("Hello from " + System.getProperty("java.vm.name"))
                .endsWith(" cores\n");
    }

    @Test
    void countsItsRequests() throws Exception {
        get("/");
        get("/missing");

        HttpResponse<String> response = get("/stats");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body()).startsWith("{\"requests\": 3, ");
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        assertThat(get("/missing").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesToChangeAnything() throws Exception {
        HttpRequest post =
                request("/").POST(HttpRequest.BodyPublishers.ofString("x")).build();

        HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        HttpRequest head =
                request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();

        HttpResponse<String> response = client.send(head, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void servesManyAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 100)
                .mapToObj(i -> client.sendAsync(request("/").build(), BodyHandlers.ofString()))
                .toList();

        assertThat(responses)
                .allSatisfy(response -> assertThat(response.join().statusCode()).isEqualTo(200));
        assertThat(service.requests()).isEqualTo(100);
    }
}
