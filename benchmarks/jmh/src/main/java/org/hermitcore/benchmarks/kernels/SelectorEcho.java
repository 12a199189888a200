// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** {@link Echo} with channels that do not block and a selector on each side. */
public final class SelectorEcho implements Echo {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocketChannel listener;
    private final Thread server;
    private final SocketChannel client;
    private final Selector selector;

    /** Connects. */
    public SelectorEcho() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = Workers.start("echo", this::serve);
        client = SocketChannel.open(listener.getLocalAddress());
        selector = prepare(client);
    }

    private static Selector prepare(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        return selector;
    }

    private void serve() {
        try (SocketChannel channel = listener.accept();
                Selector readable = prepare(channel)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (true) {
                readable.select();
                readable.selectedKeys().clear();
                if (channel.read(buffer) < 0) {
                    return;
                }
                buffer.flip();
                writeAll(channel, buffer);
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages are smaller than the socket's buffers, so there is room at once or soon. */
    private static void writeAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void roundTrip(byte[] bytes) throws IOException {
        writeAll(client, ByteBuffer.wrap(bytes));
        ByteBuffer answer = ByteBuffer.wrap(bytes);
        while (answer.hasRemaining()) {
            selector.select();
            selector.selectedKeys().clear();
            if (client.read(answer) < 0) {
                throw new EOFException("the other side closed the connection");
            }
            if (Thread.interrupted()) {
                throw new IOException("interrupted while waiting for an answer");
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        selector.close();
        Workers.join(server);
        listener.close();
    }
}
