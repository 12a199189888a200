// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * 200 connections at a time over loopback, half of them kept, half made anew for each request: 20 000 requests without an error. On
 * an isle the kernel has no more memory in use afterwards than after a smaller round of the same shape.
 *
 * @jvm -Xms96m -Xmx96m -XX:+AlwaysPreTouch -Xss512k
 * @memory 512M
 * @timeout 120
 * @stdout grep -qx '20000 requests, no error'
 */
final class Soak {
    private static final int CLIENTS = 200;
    private static final int SIZE = 512;
    private static final int WARM_UP = 20;
    private static final int REQUESTS = 100;
    private static final int PATIENCE_MILLISECONDS = 60_000;
    /** Some 40 bytes for each connection: threads and mappings that the JVM adds meanwhile, not one object a connection. */
    private static final long SLAB_TOLERANCE = 400 << 10;
    /** The JVM's own: code, stacks, what its allocator keeps. */
    private static final long FREE_TOLERANCE = 12 << 20;

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        boolean isle = System.getProperty("os.version").endsWith("-hermit");
        try (Server server = Server.start()) {
            round(server.port(), WARM_UP);
            Memory before = settled(new Memory(Long.MAX_VALUE, 0));
            round(server.port(), REQUESTS);
            Memory after = settled(before);
            System.out.printf("kernel before %s, after %s%n", before, after);
            if (isle) {
                Expect.that(!after.exceeds(before), "no growth of kernel memory: " + before + " -> " + after);
            }
        }
        System.out.println(CLIENTS * REQUESTS + " requests, no error");
    }

    /** Closed connections keep their numbers for some seconds; then their memory is free. */
    private static Memory settled(Memory expected) throws Exception {
        Memory memory = Memory.now();
        for (int i = 0; i < 40; i++) {
            Thread.sleep(250);
            memory = Memory.now();
            if (i >= 24 && !memory.exceeds(expected)) {
                break;
            }
        }
        return memory;
    }

    private static void round(int port, int requests) throws Exception {
        var failure = new AtomicReference<Throwable>();
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            boolean keeps = i % 2 == 0;
            clients[i] = new Thread(() -> {
                try {
                    client(port, requests, keeps);
                } catch (IOException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            });
            clients[i].start();
        }
        for (Thread client : clients) {
            client.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("a client failed", failure.get());
        }
    }

    private static void client(int port, int requests, boolean keeps) throws IOException {
        Socket socket = connect(port);
        for (int i = 0; i < requests; i++) {
            request(socket, (byte) i);
            if (!keeps && i < requests - 1) {
                socket.close();
                socket = connect(port);
            }
        }
        socket.close();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLISECONDS);
        return socket;
    }

    private static void request(Socket socket, byte mark) throws IOException {
        byte[] sent = new byte[SIZE];
        Arrays.fill(sent, mark);
        socket.getOutputStream().write(sent);
        InputStream input = socket.getInputStream();
        Expect.that(Arrays.equals(sent, input.readNBytes(SIZE)), "what was sent comes back");
    }

    /** From /proc/meminfo, in bytes. */
    private record Memory(long slab, long free) {
        static Memory now() throws IOException {
            return new Memory(field("Slab:"), field("MemFree:"));
        }

        private static long field(String name) throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
            throw new AssertionError("/proc/meminfo has no " + name);
        }

        boolean exceeds(Memory before) {
            return slab - before.slab > SLAB_TOLERANCE || before.free - free > FREE_TOLERANCE;
        }

        @Override
        public String toString() {
            return "slab " + (slab >> 10) + " KiB, free " + (free >> 10) + " KiB";
        }
    }

    /** Echoes, one thread for all connections. */
    private record Server(ServerSocketChannel listener, Selector selector, Thread thread) implements AutoCloseable {
        static Server start() throws IOException {
            ServerSocketChannel listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CLIENTS);
            listener.configureBlocking(false);
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            Thread thread = new Thread(() -> serve(selector), "server");
            thread.setDaemon(true);
            thread.start();
            return new Server(listener, selector, thread);
        }

        int port() throws IOException {
            return ((InetSocketAddress) listener.getLocalAddress()).getPort();
        }

        private static void serve(Selector selector) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
            try {
                while (selector.select() >= 0 && selector.isOpen()) {
                    for (SelectionKey key : selector.selectedKeys()) {
                        handle(key, buffer);
                    }
                    selector.selectedKeys().clear();
                }
            } catch (IOException e) {
                System.err.println("server: " + e);
                Runtime.getRuntime().halt(3);
            }
        }

        private static void handle(SelectionKey key, ByteBuffer buffer) throws IOException {
            if (key.isAcceptable()) {
                SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
                if (accepted != null) {
                    accepted.configureBlocking(false);
                    accepted.register(key.selector(), SelectionKey.OP_READ);
                }
                return;
            }
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            if (channel.read(buffer) < 0) {
                channel.close();
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer); // one request is on its way at most: there is room
            }
        }

        @Override
        public void close() throws Exception {
            selector.close();
            thread.join();
            listener.close();
        }
    }
}
