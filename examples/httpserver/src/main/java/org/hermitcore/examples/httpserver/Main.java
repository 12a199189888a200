// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.httpserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * Serves until a signal ends it. Argument: the port, 8080 if none is given.
 *
 * <pre>
 *   $ HERMIT_PORTS=8080:8080 target/httpserver-proxy &amp;
 *   listening on port 8080, one virtual thread for each request
 *   $ curl localhost:8080/
 *   Hello from OpenJDK 64-Bit Server VM 25+36 on an isle with 2 cores
 *   $ kill %1
 *   stopped after 1 requests
 * </pre>
 *
 * <p>Exit status 2 where the port is no number from 0 to 65535, 1 where it cannot be listened on.
 */
public final class Main {
    private static final int DEFAULT_PORT = 8080;

    private Main() {}

    public static void main(String[] arguments) {
        int port = DEFAULT_PORT;
        try {
            port = port(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("httpserver: " + e.getMessage());
            System.exit(2);
        }
        try {
            serve(port);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("httpserver: port " + port + ": " + e.getMessage());
            System.exit(1);
        }
    }

    /** @throws IllegalArgumentException where the arguments are not one port at most; the message says what is wrong */
    static int port(String[] arguments) {
        if (arguments.length == 0) {
            return DEFAULT_PORT;
        }
        if (arguments.length > 1) {
            throw new IllegalArgumentException("one argument at most, the port; got " + arguments.length);
        }
        try {
            int port = Integer.parseInt(arguments[0]);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of bounds
        }
        throw new IllegalArgumentException(
                "'" + arguments[0] + "' is no port: a number from 0 (any free one) to 65535");
    }

    private static void serve(int port) throws IOException {
        RequestThreads threads = RequestThreads.best();
        Service service = Service.start(new InetSocketAddress(port), threads);
        // SIGTERM and ^C run it; the server's own threads keep the program alive until then.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service), "stop"));
        System.out.printf("listening on port %d, %s%n", service.port(), threads.description());
    }

    private static void stop(Service service) {
        service.close();
        System.out.printf("stopped after %d requests%n", service.requests());
    }
}
