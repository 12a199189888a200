// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Datagrams over loopback: to anybody, between two that are connected, to nobody, and to a multicast group. */
final class Datagrams {
    private Datagrams() {}

    static void check() throws IOException {
        checkPair(StandardProtocolFamily.INET, "127.0.0.1");
        checkPair(StandardProtocolFamily.INET6, "::1");
        checkNobody();
        checkGroup();
    }

    private static DatagramChannel bound(StandardProtocolFamily family, String address) throws IOException {
        return DatagramChannel.open(family).bind(new InetSocketAddress(address, 0));
    }

    private static void checkPair(StandardProtocolFamily family, String address) throws IOException {
        try (DatagramChannel a = bound(family, address); DatagramChannel b = bound(family, address)) {
            a.send(bytes("one"), b.getLocalAddress());
            ByteBuffer buffer = ByteBuffer.allocate(100);
            Expect.equal(a.getLocalAddress(), b.receive(buffer), "the sender");
            Expect.equal("one", text(buffer), "the datagram");
            a.connect(b.getLocalAddress());
            b.connect(a.getLocalAddress());
            a.write(bytes("first"));
            a.write(bytes("second"));
            Expect.equal(3, b.read(ByteBuffer.allocate(3)), "bytes that there is room for");
            Expect.equal(6, b.read(buffer.clear()), "bytes of the next");
        }
    }

    private static void checkNobody() throws IOException {
        InetSocketAddress gone;
        try (DatagramChannel closed = bound(StandardProtocolFamily.INET, "127.0.0.1")) {
            gone = (InetSocketAddress) closed.getLocalAddress();
        }
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).connect(gone)) {
            channel.write(bytes("x"));
            Expect.thrown(PortUnreachableException.class, () -> channel.read(ByteBuffer.allocate(1)));
        }
    }

    private static void checkGroup() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        InetAddress group = InetAddress.getByName("239.1.2.3");
        try (DatagramChannel member = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel sender = bound(StandardProtocolFamily.INET, "127.0.0.1");
                Selector selector = Selector.open()) {
            member.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            member.bind(new InetSocketAddress(0));
            int port = ((InetSocketAddress) member.getLocalAddress()).getPort();
            MembershipKey key = member.join(group, loopback);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            member.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            sender.send(bytes("to all"), new InetSocketAddress(group, port));
            Expect.equal(1, selector.select(30_000), "a datagram for the group");
            ByteBuffer buffer = ByteBuffer.allocate(100);
            member.receive(buffer);
            Expect.equal("to all", text(buffer), "the datagram");
            key.drop();
            sender.send(bytes("gone"), new InetSocketAddress(group, port));
            Expect.equal(null, member.receive(buffer.clear()), "nothing after leaving");
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    private static String text(ByteBuffer buffer) {
        return new String(buffer.array(), 0, buffer.position());
    }
}
