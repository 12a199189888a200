// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.hermitcore.api.internal.Errno;
import org.hermitcore.api.internal.Machine;
import org.hermitcore.api.spi.NativeCalls;

/**
 * The isle that the program runs on: {@code Isle.current().ifPresent(isle -> isle.log("ready"))}.
 *
 * <p>Any thread may call its methods.
 *
 * @since 0.1.0
 */
public final class Isle {
    /** HERMIT_ISLE_KIND_MULTIKERNEL ({@code hermit/isle.h}). */
    private static final int MULTIKERNEL = 2;

    /** A line of the kernel's log ({@code hermit/log.h}). */
    private static final int LINE = 200;

    /** Longer than any host name ({@code HOST_NAME_MAX}). */
    private static final int NAME = 256;

    private final NativeCalls calls;

    Isle(NativeCalls calls) {
        this.calls = calls;
    }

    /**
     * Finds the isle.
     *
     * @return the isle; empty on Linux
     * @throws IsleException on an isle where {@code hermit-bindings} is missing
     */
    public static Optional<Isle> current() {
        return Machine.current().isle().map(Isle::new);
    }

    /**
     * Reads cores, caches and NUMA nodes; on Linux too.
     *
     * @return the topology as it is now
     * @throws IsleException where it cannot be read
     */
    public static Topology topology() {
        return Machine.current().topology();
    }

    /** {@return what it is made of} */
    public IsleKind kind() {
        int kind = Machine.check(calls.kind(), "the kind of the isle cannot be asked for");
        return kind == MULTIKERNEL ? IsleKind.MULTIKERNEL : IsleKind.VM;
    }

    /** {@return its number: of the NUMA node on Linux that a multi-kernel isle was split off from, 0 for a VM isle} */
    public int number() {
        return Machine.check(calls.number(), "the number of the isle cannot be asked for");
    }

    /** {@return its host name} */
    public String name() {
        byte[] name = new byte[NAME];
        int length = Machine.check(calls.name(name), "the name of the isle cannot be asked for");
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Writes to the kernel's log, which {@code HERMIT_VERBOSE=1} shows and the report of a panic contains. Never blocks.
     *
     * @param text one line or several; lines of more than {@value #LINE} bytes are broken, bytes that are not printable ASCII
     *     become '?'
     */
    public void log(String text) {
        text.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).forEach(this::logLine);
    }

    private void logLine(byte[] line) {
        for (int start = 0; start < line.length; start += LINE) {
            byte[] part = Arrays.copyOfRange(line, start, Math.min(start + LINE, line.length));
            Machine.check(calls.log(part), "the kernel's log cannot be written");
        }
    }

    /**
     * Ends the isle at once, and with it the program: no shutdown hooks, no {@code finally}, nothing is flushed. Does not
     * return. To end a program in order, call {@link System#exit}.
     *
     * @param status exit status of the program for whoever started it, 0 to 255
     * @throws IllegalArgumentException for another status
     */
    public void shutdown(int status) {
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("status " + status + " is out of range: 0 to 255");
        }
        throw new IsleException(Errno.EIO, "the isle did not end: " + calls.shutdown(status));
    }
}
