// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/** java.net's sockets: options, time limits, half close, a reset by SO_LINGER, closing under a reader's hands. */
final class SocketOptions {
    private SocketOptions() {}

    static void check() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            checkOptions(listener);
            checkTimeouts(listener);
            checkHalfClose(listener);
            checkReset(listener);
            checkClosedWhileReading(listener);
        }
    }

    private static Socket connect(ServerSocket listener) throws IOException {
        return new Socket(listener.getInetAddress(), listener.getLocalPort());
    }

    private static void checkOptions(ServerSocket listener) throws IOException {
        try (Socket socket = connect(listener); Socket other = listener.accept()) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoLinger(true, 7);
            socket.setReuseAddress(true);
            socket.setTrafficClass(0x10);
            socket.setReceiveBufferSize(100_000);
            Expect.that(socket.getTcpNoDelay() && socket.getKeepAlive() && socket.getReuseAddress(), "flags are set");
            Expect.equal(7, socket.getSoLinger(), "SO_LINGER");
            Expect.that(socket.getReceiveBufferSize() >= 100_000, "SO_RCVBUF");
            socket.setSoLinger(false, 0);
            Expect.equal(-1, socket.getSoLinger(), "SO_LINGER off");
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            Expect.equal(true, socket.getOption(StandardSocketOptions.SO_REUSEPORT), "SO_REUSEPORT");
            for (var option : java.util.List.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL,
                    ExtendedSocketOptions.TCP_KEEPCOUNT)) {
                socket.setOption(option, 11);
                Expect.equal(11, socket.getOption(option), option.name());
            }
        }
    }

    private static void checkTimeouts(ServerSocket listener) throws IOException {
        listener.setSoTimeout(50);
        Expect.thrown(SocketTimeoutException.class, listener::accept);
        listener.setSoTimeout(0);
        try (Socket socket = connect(listener); Socket other = listener.accept()) {
            socket.setSoTimeout(50);
            Expect.thrown(SocketTimeoutException.class, () -> socket.getInputStream().read());
            other.getOutputStream().write(42);
            Expect.equal(42, socket.getInputStream().read(), "a byte after the time limit");
        }
    }

    private static void checkHalfClose(ServerSocket listener) throws IOException {
        try (Socket socket = connect(listener); Socket other = listener.accept()) {
            socket.getOutputStream().write("question".getBytes());
            socket.shutdownOutput();
            Expect.equal("question", new String(other.getInputStream().readAllBytes()), "all up to the end");
            other.getOutputStream().write("answer".getBytes());
            other.shutdownOutput();
            Expect.equal("answer", new String(socket.getInputStream().readAllBytes()), "the other direction");
            Expect.thrown(SocketException.class, () -> socket.getOutputStream().write(1));
        }
    }

    private static void checkReset(ServerSocket listener) throws IOException {
        try (Socket socket = connect(listener)) {
            Socket other = listener.accept();
            other.setSoLinger(true, 0);
            other.close();
            Throwable reset = Expect.thrown(SocketException.class, () -> socket.getInputStream().read());
            Expect.equal("Connection reset", reset.getMessage(), "the message");
        }
    }

    private static void checkClosedWhileReading(ServerSocket listener) throws Exception {
        try (Socket socket = connect(listener); Socket other = listener.accept()) {
            Thread reader = new Thread(() -> {
                try {
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // what is expected: "Socket closed"
                }
            });
            reader.start();
            while (reader.getState() != Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            Thread.sleep(50);
            socket.close();
            reader.join(30_000);
            Expect.that(!reader.isAlive(), "a reader ends when its socket is closed");
        }
        var unbound = new Socket();
        unbound.close();
        Expect.thrown(SocketException.class, () -> unbound.connect(new InetSocketAddress(listener.getLocalPort())));
    }
}
