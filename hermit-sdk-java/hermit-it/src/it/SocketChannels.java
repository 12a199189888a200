// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Channels over loopback: connecting without waiting, readiness, half close, gathering, refusal; asynchronous channels. */
final class SocketChannels {
    private SocketChannels() {}

    static void check() throws Exception {
        for (String address : new String[] {"127.0.0.1", "::1"}) {
            checkPair(address);
            checkAsynchronous(address);
            checkRefused(address);
        }
    }

    private static void checkPair(String address) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(address, 0));
                Selector selector = Selector.open();
                SocketChannel client = SocketChannel.open()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_CONNECT);
            if (!client.connect(listener.getLocalAddress())) {
                await(selector, SelectionKey.OP_CONNECT);
                Expect.that(client.finishConnect(), "the connection is there");
            }
            try (SocketChannel server = listener.accept()) {
                Expect.equal(server.getRemoteAddress(), client.getLocalAddress(), "one end is the other's peer");
                converse(selector, client, server);
            }
        }
    }

    private static void converse(Selector selector, SocketChannel client, SocketChannel server) throws IOException {
        client.keyFor(selector).interestOps(SelectionKey.OP_READ);
        Expect.equal(0, selector.selectNow(), "nothing to read");
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer[] parts = {ByteBuffer.wrap("ab".getBytes()), ByteBuffer.wrap("cde".getBytes())};
        Expect.equal(5L, server.write(parts), "bytes gathered");
        server.shutdownOutput();
        ByteBuffer received = ByteBuffer.allocate(100);
        while (received.position() < 5) {
            await(selector, SelectionKey.OP_READ);
            client.read(received);
        }
        await(selector, SelectionKey.OP_READ);
        Expect.equal(-1, client.read(received), "the end of the other half");
        client.write(ByteBuffer.wrap("still".getBytes())); // the other direction is open
        client.shutdownOutput();
        ByteBuffer rest = ByteBuffer.allocate(100);
        while (server.read(rest) >= 0) {
            // to the end
        }
        Expect.equal("abcde/still", text(received) + "/" + text(rest), "bytes of both directions");
    }

    private static String text(ByteBuffer buffer) {
        return new String(buffer.array(), 0, buffer.position());
    }

    private static void await(Selector selector, int operation) throws IOException {
        Expect.equal(1, selector.select(30_000), "ready channels");
        Expect.equal(operation, selector.selectedKeys().iterator().next().readyOps(), "what is ready");
        selector.selectedKeys().clear();
    }

    private static void checkAsynchronous(String address) throws Exception {
        try (var listener = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(address, 0));
                var client = AsynchronousSocketChannel.open()) {
            var accepted = listener.accept();
            client.connect(listener.getLocalAddress()).get(30, TimeUnit.SECONDS);
            try (var server = accepted.get(30, TimeUnit.SECONDS)) {
                ByteBuffer buffer = ByteBuffer.allocate(10);
                var read = server.read(buffer);
                Expect.equal(3, client.write(ByteBuffer.wrap("xyz".getBytes())).get(30, TimeUnit.SECONDS), "bytes written");
                Expect.equal(3, read.get(30, TimeUnit.SECONDS), "bytes read");
                Expect.equal("xyz", text(buffer), "bytes");
            }
        }
    }

    private static void checkRefused(String address) throws IOException {
        InetSocketAddress gone;
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(address, 0))) {
            gone = (InetSocketAddress) listener.getLocalAddress();
        }
        Expect.thrown(ConnectException.class, () -> SocketChannel.open(gone).close());
    }
}
