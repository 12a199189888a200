// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoServerTest {
    private static final int LIMIT_MILLISECONDS = 20_000;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @EnumSource(Transport.class)
    void sendsBackAStream(Transport transport) throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        try (EchoServer server = EchoServer.start(transport, new InetSocketAddress(HERE, 0));
                Socket socket = new Socket(HERE, server.port())) {
            socket.setSoTimeout(LIMIT_MILLISECONDS);
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();

            byte[] received = socket.getInputStream().readNBytes(sent.length);

            writer.join();
            assertThat(received).isEqualTo(sent);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void sendsBackDatagrams(Transport transport) throws Exception {
        try (EchoServer server = EchoServer.start(transport, new InetSocketAddress(HERE, 0));
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(LIMIT_MILLISECONDS);
            byte[] sent = {1, 2, 3};
            DatagramPacket answer = new DatagramPacket(new byte[10], 10);

            socket.send(new DatagramPacket(sent, sent.length, HERE, server.port()));
            socket.receive(answer);

            assertThat(answer.getLength()).isEqualTo(3);
            assertThat(answer.getPort()).isEqualTo(server.port());
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void saysThatAPortIsTaken(Transport transport) {
        try (EchoServer server = EchoServer.start(transport, new InetSocketAddress(HERE, 0))) {
            InetSocketAddress taken = new InetSocketAddress(HERE, server.port());

            assertThatThrownBy(() -> EchoServer.start(transport, taken))
                    .isInstanceOf(ChannelException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void takesItsArguments() {
        assertThat(Main.Options.of(new String[] {})).isEqualTo(new Main.Options(Transport.NIO, 7777));
        assertThat(Main.Options.of(new String[] {"epoll", "0"})).isEqualTo(new Main.Options(Transport.EPOLL, 0));
        assertThatThrownBy(() -> Main.Options.of(new String[] {"kqueue"}))
                .hasMessage("'kqueue' is no transport; there are: nio, epoll");
        assertThatThrownBy(() -> Main.Options.of(new String[] {"nio", "65536"}))
                .hasMessageContaining("'65536' is no port");
        assertThatThrownBy(() -> Main.Options.of(new String[] {"nio", "1", "2"}))
                .hasMessageContaining("got 3");
    }
}
