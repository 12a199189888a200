// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** {@link Echo} with blocking sockets on both sides. */
public final class BlockingEcho implements Echo {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final Thread server;
    private final Socket client;
    private final DataInputStream in;
    private final OutputStream out;

    /** Connects. */
    public BlockingEcho() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server = Workers.start("echo", this::serve);
        client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        client.setTcpNoDelay(true);
        in = new DataInputStream(client.getInputStream());
        out = client.getOutputStream();
    }

    private void serve() {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            InputStream received = socket.getInputStream();
            OutputStream sent = socket.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = received.read(buffer); count >= 0; count = received.read(buffer)) {
                sent.write(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void roundTrip(byte[] bytes) throws IOException {
        out.write(bytes);
        in.readFully(bytes);
    }

    @Override
    public void close() throws IOException {
        client.close();
        Workers.join(server);
        listener.close();
    }
}
