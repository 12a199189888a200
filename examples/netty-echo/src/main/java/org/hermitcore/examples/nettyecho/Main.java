// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import io.netty.channel.ChannelException;
import java.net.InetSocketAddress;

/**
 * Echoes until a signal ends it. Arguments: {@code [nio|epoll] [PORT]}; nio and 7777 if none are given.
 *
 * <pre>
 *   $ HERMIT_PORTS=7777:7777,udp:7777:7777 target/netty-echo-proxy epoll &amp;
 *   echo by epoll on port 7777
 *   $ echo hello | nc -q 1 localhost 7777
 *   hello
 * </pre>
 *
 * <p>Exit status 2 where an argument is wrong, 1 where the port cannot be listened on or the transport does not work here.
 */
public final class Main {
    private static final int DEFAULT_PORT = 7777;

    private Main() {}

    public static void main(String[] arguments) {
        int status = 0;
        try {
            serve(Options.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("netty-echo: " + e.getMessage());
            status = 2;
        } catch (ChannelException | UnsatisfiedLinkError e) {
            System.err.println("netty-echo: " + e.getMessage());
            status = 1;
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private static void serve(Options options) {
        EchoServer server = EchoServer.start(options.transport(), new InetSocketAddress(options.port()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.printf("echo by %s on port %d%n", options.transport().word(), server.port());
        server.await();
    }

    /** What the command line says. */
    record Options(Transport transport, int port) {
        /** @throws IllegalArgumentException that names the wrong word and what is allowed */
        static Options of(String[] arguments) {
            if (arguments.length > 2) {
                throw new IllegalArgumentException(
                        "two arguments at most, [nio|epoll] [PORT]; got " + arguments.length);
            }
            Transport transport = arguments.length > 0 ? Transport.of(arguments[0]) : Transport.NIO;
            return new Options(transport, arguments.length > 1 ? parsePort(arguments[1]) : DEFAULT_PORT);
        }

        private static int parsePort(String word) {
            try {
                int port = Integer.parseInt(word);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // said below, as for a number out of bounds
            }
            throw new IllegalArgumentException("'" + word + "' is no port: a number from 0 (any free one) to 65535");
        }
    }
}
