// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who makes Netty's system calls. */
enum Transport {
    /** The JDK's selectors and channels. */
    NIO(NioServerSocketChannel.class, NioDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    },

    /** Netty's native library, which calls epoll, eventfd, timerfd, accept4, recvmmsg and sendmmsg itself. */
    EPOLL(EpollServerSocketChannel.class, EpollDatagramChannel.class) {
        /** @throws UnsatisfiedLinkError where the library cannot be loaded or the kernel lacks what it needs */
        @Override
        IoHandlerFactory handlers() {
            Epoll.ensureAvailability();
            return EpollIoHandler.newFactory();
        }
    };

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends DatagramChannel> datagramChannel;

    Transport(Class<? extends ServerChannel> serverChannel, Class<? extends DatagramChannel> datagramChannel) {
        this.serverChannel = serverChannel;
        this.datagramChannel = datagramChannel;
    }

    /** What an event loop waits by. */
    abstract IoHandlerFactory handlers();

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }

    /** The name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException that names the transports there are */
    static Transport of(String word) {
        return Arrays.stream(values())
                .filter(transport -> transport.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no transport; there are: "
                        + Arrays.stream(values()).map(Transport::word).collect(Collectors.joining(", "))));
    }
}
