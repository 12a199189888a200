// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/** Pipes and a selector over them: readiness, time limit, wake-up, end of file. */
final class NioPipe {
    private NioPipe() {}

    static void check() throws Exception {
        Pipe pipe = Pipe.open();
        try (var selector = Selector.open()) {
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
            checkLimit(selector);
            checkWakeup(selector);
            checkData(pipe, selector);
        }
    }

    private static void checkLimit(Selector selector) throws IOException {
        long start = System.nanoTime();
        Expect.equal(0, selector.select(50), "ready channels of an empty pipe");
        Expect.that(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(49), "select waited its limit");
        Expect.equal(0, selector.selectNow(), "ready channels at once");
    }

    private static void checkWakeup(Selector selector) throws Exception {
        Thread waker = new Thread(selector::wakeup);
        waker.start();
        Expect.equal(0, selector.select(30_000), "ready channels after a wake-up");
        waker.join();
    }

    private static void checkData(Pipe pipe, Selector selector) throws Exception {
        int size = 1 << 20;
        Thread writer = new Thread(() -> write(pipe, size));
        writer.start();
        var buffer = ByteBuffer.allocateDirect(8192);
        int seen = 0;
        int count = 0;
        while (count >= 0) {
            selector.select(10_000);
            selector.selectedKeys().clear();
            buffer.clear();
            count = pipe.source().read(buffer);
            for (int i = 0; i < count; i++) {
                Expect.that(buffer.get(i) == (byte) (seen * 7), "byte " + seen);
                seen++;
            }
        }
        writer.join();
        Expect.equal(size, seen, "bytes before the end");
    }

    private static void write(Pipe pipe, int size) {
        try (var sink = pipe.sink()) {
            var buffer = ByteBuffer.allocate(size);
            for (int i = 0; i < size; i++) {
                buffer.put((byte) (i * 7));
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                sink.write(buffer);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
