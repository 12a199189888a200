// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.PageSize;

/** A buffer and what it cost. For one thread. */
final class Candidate implements AutoCloseable {
    private final String name;
    private final ByteBuffer buffer;
    private final IsleMemory memory; // null for a direct buffer, which the garbage collector frees
    private final Cost allocation;
    private final Cost firstWrite;
    private double[] rounds = {};

    private Candidate(String name, ByteBuffer buffer, IsleMemory memory, Cost allocation, RandomReads reads) {
        this.name = name;
        this.buffer = buffer;
        this.memory = memory;
        this.allocation = allocation;
        Cost start = Cost.now();
        reads.fill(buffer);
        this.firstWrite = Cost.since(start);
    }

    /** As ByteBuffer makes them. */
    static Candidate direct(RandomReads reads) {
        Cost start = Cost.now();
        ByteBuffer buffer = ByteBuffer.allocateDirect(reads.bytes()).order(ByteOrder.nativeOrder());
        return new Candidate("direct buffer", buffer, null, Cost.since(start), reads);
    }

    /** Of pages of that size; an IsleException where they are not to be had. */
    static Candidate ofPages(PageSize page, RandomReads reads) {
        Cost start = Cost.now();
        IsleMemory memory = IsleMemory.builder(reads.bytes()).pageSize(page).build();
        return new Candidate(nameOf(page), memory.buffer(), memory, Cost.since(start), reads);
    }

    static String nameOf(PageSize page) {
        return "pages of " + (page.bytes() >> 10) + " KiB";
    }

    void measure(RandomReads reads) {
        rounds = Arrays.copyOf(rounds, rounds.length + 1);
        try {
            rounds[rounds.length - 1] = reads.measure(buffer);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
        Arrays.sort(rounds);
    }

    /** Nanoseconds a read: of the rounds the middle one. */
    double median() {
        return rounds[rounds.length / 2];
    }

    /** A line of a table; without an exception all sums were right. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-18s %s %s %9.2f %9.2f  sum right",
                name + ":",
                allocation.columns(),
                firstWrite.columns(),
                rounds[0],
                median());
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
