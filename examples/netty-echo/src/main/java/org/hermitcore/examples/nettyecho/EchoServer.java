// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Sends back what comes, by TCP and by UDP on the same port. Safe for use by several threads. */
final class EchoServer implements AutoCloseable {
    private static final int QUIET_MILLISECONDS = 0;
    private static final int STOP_MILLISECONDS = 2_000;

    private final EventLoopGroup loops;
    private final Channel stream;
    private final Channel datagrams;

    private EchoServer(EventLoopGroup loops, Channel stream, Channel datagrams) {
        this.loops = loops;
        this.stream = stream;
        this.datagrams = datagrams;
    }

    /**
     * @param transport who makes the system calls
     * @param address where to listen; port 0: one that is free for TCP
     * @throws ChannelException where the address cannot be listened on
     * @throws UnsatisfiedLinkError where the transport does not work here
     */
    static EchoServer start(Transport transport, InetSocketAddress address) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(transport.handlers());
        try {
            Channel stream = bound(tcp(transport, loops), address);
            InetSocketAddress same = new InetSocketAddress(address.getAddress(), portOf(stream));
            return new EchoServer(loops, stream, bound(udp(transport, loops), same));
        } catch (RuntimeException e) {
            stop(loops);
            throw e;
        }
    }

    private static AbstractBootstrap<?, ?> tcp(Transport transport, EventLoopGroup loops) {
        return new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new StreamEcho());
    }

    private static AbstractBootstrap<?, ?> udp(Transport transport, EventLoopGroup loops) {
        return new Bootstrap().group(loops).channel(transport.datagramChannel()).handler(new DatagramEcho());
    }

    /** Netty throws what the operation failed with, an IOException among it, without declaring it. */
    private static Channel bound(AbstractBootstrap<?, ?> bootstrap, InetSocketAddress address) {
        var bind = bootstrap.bind(address).awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new ChannelException(bind.cause().getMessage(), bind.cause());
        }
        return bind.channel();
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    int port() {
        return portOf(stream);
    }

    /** Returns when {@link #close} was called. */
    void await() {
        stream.closeFuture().awaitUninterruptibly();
    }

    @Override
    public void close() {
        stream.close().awaitUninterruptibly();
        datagrams.close().awaitUninterruptibly();
        stop(loops);
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(QUIET_MILLISECONDS, STOP_MILLISECONDS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2L * STOP_MILLISECONDS);
    }
}
