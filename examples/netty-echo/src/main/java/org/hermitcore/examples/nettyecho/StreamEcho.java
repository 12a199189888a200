// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.nettyecho;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Of a connection: what was read is written, and reading pauses while the other side does not take it. */
@Sharable
final class StreamEcho extends ChannelInboundHandlerAdapter {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise hands a failure to exceptionCaught
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.write(bytes, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    /** The other side is gone in the middle: no concern of the other connections. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do when it is closed
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
