// SPDX-License-Identifier: BSD-3-Clause
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does what a flight recording shows: computes, allocates, reads and writes a file, talks to itself over a socket. Says
 * "up" when it has begun; goes on for so many seconds.
 */
public final class Busy {
    static volatile Object kept;
    static volatile long sum;

    private Busy() {}

    public static void main(String[] arguments) throws Exception {
        long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        Path file = Path.of("busy.txt");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            System.out.println("up " + ProcessHandle.current().pid());
            while (System.nanoTime() < end) {
                burn();
                talk(client.getOutputStream(), server.getInputStream());
                Files.writeString(file, "sum " + sum);
                Files.readString(file);
                System.gc();
            }
        }
        Files.delete(file);
        System.out.println("done");
    }

    private static void burn() {
        for (int i = 0; i < 2_000_000; i++) {
            sum = sum * 31 + i;
            if (i % 1000 == 0) {
                kept = new byte[10_000];
            }
        }
    }

    private static void talk(OutputStream to, InputStream from) throws Exception {
        to.write(new byte[1000]);
        from.readNBytes(1000);
    }
}
