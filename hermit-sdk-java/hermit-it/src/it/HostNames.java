// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * The isle's name is isleN, and it leads to its address without a question to anybody.
 *
 * @only isle
 */
final class HostNames {
    private HostNames() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        InetAddress own = InetAddress.getLocalHost();
        Expect.equal("isle0", own.getHostName(), "the name");
        Expect.equal("192.168.28.2", own.getHostAddress(), "the address");
        Expect.equal("eth0", NetworkInterface.getByInetAddress(own).getName(), "the interface");
        Expect.equal("192.168.28.1", InetAddress.getByName("linux").getHostAddress(), "Linux");
        Expect.that(InetAddress.getByName("localhost") instanceof Inet4Address, "localhost is there");
        Expect.equal("isle0", InetAddress.getByName("192.168.28.2").getCanonicalHostName(), "the name of the address");
        Expect.that(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "names of /etc/hosts need no server");
        Expect.thrown(UnknownHostException.class, () -> InetAddress.getByName("no name at all"));
    }
}
