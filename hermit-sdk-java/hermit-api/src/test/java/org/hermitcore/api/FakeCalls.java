// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hermitcore.api.internal.Errno;
import org.hermitcore.api.spi.NativeCalls;

/**
 * An isle of eight cores, or the same machine under Linux: two nodes of four cores, two hardware threads a physical core, a cache
 * for each physical core and one for each node.
 */
final class FakeCalls implements NativeCalls {
    static final int CORES = 8;

    /** One page size of memory is there, no more. */
    static final long FREE = 64L << 20;

    final boolean isIsle;
    final List<String> log = new ArrayList<>();
    final Map<Thread, Integer> held = new HashMap<>();
    final Map<Long, ByteBuffer> memory = new HashMap<>();
    /** What {@link #hold} answers instead of doing it. */
    int holdResult;
    /** Cores that Linux allows. */
    long affinity = (1L << CORES) - 1;

    FakeCalls(boolean isIsle) {
        this.isIsle = isIsle;
    }

    private int isle(int result) {
        return isIsle ? result : -Errno.ENOSYS;
    }

    @Override
    public int version() {
        return isle(1 << 16);
    }

    @Override
    public int kind() {
        return isle(2);
    }

    @Override
    public int number() {
        return isle(3);
    }

    @Override
    public int name(byte[] name) {
        byte[] bytes = "isle3".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, name, 0, bytes.length);
        return isle(bytes.length);
    }

    @Override
    public int shutdown(int status) {
        log.add("shutdown " + status);
        return 0;
    }

    @Override
    public int log(byte[] line) {
        log.add(new String(line, StandardCharsets.UTF_8));
        return isle(line.length == 0 ? -Errno.EINVAL : line.length);
    }

    @Override
    public int coreCount() {
        return isle(CORES);
    }

    @Override
    public int nodeCount() {
        return isle(2);
    }

    @Override
    public int core(int core, long[] facts) {
        facts[0] = core / 4;
        facts[1] = core / 4;
        facts[2] = core / 2 % 2;
        facts[3] = core % 2;
        return isle(0);
    }

    @Override
    public int cache(int core, int index, long[] facts) {
        if (index > 1) {
            return -Errno.ENOENT;
        }
        facts[0] = index == 0 ? 1 : 3;
        facts[1] = index == 0 ? 1 : 3;
        facts[2] = 64;
        facts[3] = 8;
        facts[4] = index == 0 ? 32 << 10 : 8 << 20;
        facts[5] = index == 0 ? core & ~1 : core & ~3;
        return isle(0);
    }

    @Override
    public int distance(int from, int to) {
        return from == to ? 10 : 20;
    }

    @Override
    public int memory(int node, long[] facts) {
        facts[0] = 2 * FREE;
        facts[1] = FREE;
        return isle(0);
    }

    @Override
    public int currentCore() {
        return isle(held.getOrDefault(Thread.currentThread(), 0));
    }

    @Override
    public int hold(int core, int kind) {
        if (holdResult < 0) {
            return holdResult;
        }
        held.put(Thread.currentThread(), core);
        return isle(0);
    }

    @Override
    public int release() {
        return isle(held.remove(Thread.currentThread()) == null ? -Errno.EPERM : 0);
    }

    @Override
    public int counters(int core, long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = core * 100L + i;
        }
        return isle(0);
    }

    @Override
    public long allocate(long size, long page, int node, boolean contiguous) {
        if (page == 1L << 30) {
            return -Errno.EOPNOTSUPP;
        }
        if (size > FREE) {
            return -Errno.ENOMEM;
        }
        long address = (memory.size() + 1L) << 30;
        memory.put(address, ByteBuffer.allocateDirect((int) size));
        return address;
    }

    @Override
    public int free(long address, long size) {
        return memory.remove(address) == null ? -Errno.EINVAL : 0;
    }

    @Override
    public long physical(long address) {
        return address + (1L << 40);
    }

    @Override
    public ByteBuffer buffer(long address, int size) {
        return memory.get(address);
    }

    @Override
    public long tsc() {
        return System.nanoTime();
    }

    @Override
    public long tscHertz() {
        return 3_000_000_000L;
    }

    @Override
    public int linuxCurrentCore() {
        return Long.numberOfTrailingZeros(affinity);
    }

    @Override
    public int linuxAffinity(long[] mask) {
        mask[0] = affinity;
        return Long.BYTES;
    }

    @Override
    public int linuxSetAffinity(long[] mask) {
        affinity = mask[0];
        return 0;
    }
}
