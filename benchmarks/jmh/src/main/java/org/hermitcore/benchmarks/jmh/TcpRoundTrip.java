// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.BlockingEcho;
import org.hermitcore.benchmarks.kernels.Echo;
import org.hermitcore.benchmarks.kernels.SelectorEcho;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** There and back over a TCP connection on loopback: blocking sockets, and channels with selectors. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TcpRoundTrip extends Suite {
    /** Of a message. */
    @Param("1")
    public int length;

    @Param({"blocking", "selector"})
    public String sockets;

    private Echo echo;
    private byte[] message;
    private byte next;

    @Setup
    public void connect() throws IOException {
        echo = sockets.equals("blocking") ? new BlockingEcho() : new SelectorEcho();
        message = new byte[length];
    }

    /** Another message each time, so that an old answer is none. */
    @Benchmark
    public byte[] roundTrip() throws IOException {
        byte sent = next++;
        Arrays.fill(message, sent);
        echo.roundTrip(message);
        check(message[0] == sent && message[length - 1] == sent, "an answer");
        return message;
    }

    @TearDown
    public void close() throws IOException {
        echo.close();
    }
}
