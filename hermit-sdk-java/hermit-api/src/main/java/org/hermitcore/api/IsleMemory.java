// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hermitcore.api.internal.Errno;
import org.hermitcore.api.internal.Machine;
import org.hermitcore.api.spi.NativeCalls;

/**
 * Memory outside the Java heap with properties that a direct buffer does not promise: pages of a certain size, memory of a
 * certain node, one physical range. It is zeroed, and present from the start: touching it never faults.
 *
 * <pre>{@code
 * try (IsleMemory memory = IsleMemory.builder(256L << 20).pageSize(PageSize.SIZE_2M).build()) {
 *     ByteBuffer buffer = memory.buffer();
 * }
 * }</pre>
 *
 * <p>On Linux there is only memory of 4 KiB pages, of no certain node, and not contiguous: a direct buffer.
 *
 * <p><b>After {@link #close} the buffers must not be used any more</b>: on an isle their memory is gone then, and touching it
 * ends the JVM, as with any wrong native address. Memory that is not closed stays until the program ends.
 *
 * <p>Any thread may call the methods. Order among threads that use the buffers is theirs to make.
 *
 * @since 0.1.0
 */
public final class IsleMemory implements AutoCloseable {
    /** Most bytes that one can have: 2 GiB - 1, the capacity of a {@link ByteBuffer}. */
    public static final long MAX_SIZE = Integer.MAX_VALUE;

    private static final int ANY_NODE = -1;

    private final long size;
    private final PageSize pageSize;
    private final NativeCalls calls; // null for a direct buffer on Linux
    private final long address;
    private final ByteBuffer memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private IsleMemory(long size, PageSize pageSize, NativeCalls calls, long address, ByteBuffer memory) {
        this.size = size;
        this.pageSize = pageSize;
        this.calls = calls;
        this.address = address;
        this.memory = memory;
    }

    /**
     * Begins to describe what is wanted.
     *
     * @param size bytes, 1 to {@value #MAX_SIZE}; what is taken is rounded up to whole pages
     * @return for what else is wanted
     */
    public static Builder builder(long size) {
        return new Builder(size);
    }

    /**
     * What is wanted; by default 4 KiB pages of any node, not contiguous.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final long size;
        private PageSize pageSize = PageSize.SIZE_4K;
        private int node = ANY_NODE;
        private boolean isContiguous;

        private Builder(long size) {
            this.size = size;
        }

        /**
         * Size of the pages.
         *
         * @param value other than 4 KiB only on an isle
         * @return this
         */
        public Builder pageSize(PageSize value) {
            pageSize = Objects.requireNonNull(value, "pageSize");
            return this;
        }

        /**
         * NUMA node of the memory; only on an isle.
         *
         * @param value number of the node
         * @return this
         */
        public Builder node(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("node " + value + " is out of range: nodes count from 0");
            }
            node = value;
            return this;
        }

        /**
         * One physical range, aligned to the size of its pages; only on an isle.
         *
         * @return this
         */
        public Builder contiguous() {
            isContiguous = true;
            return this;
        }

        /**
         * Allocates the memory.
         *
         * @return the memory, to be closed
         * @throws IllegalArgumentException where size or node are out of range
         * @throws IsleException where there is not that much of it, the processor has no such pages, or on Linux
         */
        public IsleMemory build() {
            return build(Machine.current());
        }

        IsleMemory build(Machine machine) {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException(
                        "size " + size + " is out of range: 1 to " + MAX_SIZE + " bytes (2 GiB - 1)");
            }
            boolean isOrdinary = pageSize == PageSize.SIZE_4K && node == ANY_NODE && !isContiguous;
            return isOrdinary && !machine.isIsle() ? direct() : onIsle(machine);
        }

        private IsleMemory direct() {
            try {
                return new IsleMemory(size, pageSize, null, 0, ByteBuffer.allocateDirect((int) size));
            } catch (OutOfMemoryError e) {
                throw new IsleException(
                        Errno.ENOMEM,
                        "no memory for " + describe() + "; -XX:MaxDirectMemorySize limits it on Linux",
                        e);
            }
        }

        private IsleMemory onIsle(Machine machine) {
            NativeCalls calls = machine.isleCalls("IsleMemory of " + describe());
            if (node != ANY_NODE) {
                machine.topology().node(node);
            }
            long address = calls.allocate(size, pageSize.bytes(), node, isContiguous);
            if (address < 0) {
                int errno = (int) -address;
                throw new IsleException(
                        errno,
                        errno == Errno.EOPNOTSUPP
                                ? "the processor has no pages of " + pageSize.bytes() + " bytes"
                                : "no memory for " + describe() + ": " + free(calls));
            }
            return new IsleMemory(size, pageSize, calls, address, calls.buffer(address, (int) size));
        }

        private String free(NativeCalls calls) {
            long[] facts = new long[NativeCalls.MEMORY_FACTS];
            Machine.check(calls.memory(node, facts), "the free memory cannot be asked for");
            return facts[1] + " of " + facts[0] + " bytes are free" + (node == ANY_NODE ? "" : " on node " + node)
                    + ", though not all of them in pages of that size";
        }

        private String describe() {
            return size + " bytes in " + (isContiguous ? "contiguous " : "") + "pages of " + pageSize.bytes() + " bytes"
                    + (node == ANY_NODE ? "" : " on node " + node);
        }
    }

    /** {@return bytes that were asked for} */
    public long size() {
        return size;
    }

    /** {@return size of its pages} */
    public PageSize pageSize() {
        return pageSize;
    }

    /**
     * All of the memory.
     *
     * @return a direct buffer of its own position and limit, in native byte order; not to be used after {@link #close}
     * @throws IllegalStateException after {@link #close}
     */
    public ByteBuffer buffer() {
        return buffer(0, size);
    }

    /**
     * A part of the memory.
     *
     * @param offset of its first byte
     * @param length bytes
     * @return a direct buffer of that part, in native byte order; not to be used after {@link #close}
     * @throws IndexOutOfBoundsException where that part is not within the memory
     * @throws IllegalStateException after {@link #close}
     */
    public ByteBuffer buffer(long offset, long length) {
        checkOpen();
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException(
                    length + " bytes from " + offset + " on are not within 0 to " + size + " bytes");
        }
        return memory.slice((int) offset, (int) length).order(ByteOrder.nativeOrder());
    }

    /**
     * Physical address of a byte, for devices.
     *
     * @param offset of the byte
     * @return its physical address
     * @throws IndexOutOfBoundsException where it is not within the memory
     * @throws IllegalStateException after {@link #close}
     * @throws IsleException on Linux
     */
    public long physicalAddress(long offset) {
        checkOpen();
        if (offset < 0 || offset >= size) {
            throw new IndexOutOfBoundsException("offset " + offset + " is not within 0 to " + (size - 1));
        }
        NativeCalls functions = calls == null ? Machine.current().isleCalls("IsleMemory.physicalAddress()") : calls;
        long physical = functions.physical(address + offset);
        if (physical < 0) {
            throw new IsleException((int) -physical, "offset " + offset + " of " + this + " has no physical address");
        }
        return physical;
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException(this + " cannot be used");
        }
    }

    /**
     * Gives the memory back.
     *
     * @throws IllegalStateException the second time
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " cannot be closed again");
        }
        if (calls != null) {
            Machine.check(calls.free(address, size), this + " cannot be given back");
        }
    }

    /** {@return its size, its pages, and whether it is closed} */
    @Override
    public String toString() {
        return (closed.get() ? "closed " : "") + "IsleMemory[" + size + " bytes, pages of " + pageSize.bytes() + "]";
    }
}
