// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/** A datagram goes back to its sender. */
final class DatagramEcho extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise hands a failure to exceptionCaught
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        context.write(new DatagramPacket(datagram.content().retain(), datagram.sender()), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** An earlier answer could not be delivered: the socket is everybody's, and stays open. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("netty-echo: UDP: " + cause.getMessage());
    }
}
