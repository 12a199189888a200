// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings;

import static org.hermitcore.bindings.internal.Hermit.*;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.hermitcore.api.spi.NativeCalls;
import org.hermitcore.bindings.internal.Hermit;

/** The native functions through JNI that JavaCPP generates. One call of Java is one of C. */
public final class JavaCppCalls implements NativeCalls {
    /** Found and made by {@link java.util.ServiceLoader}. */
    public JavaCppCalls() {
        NativeLibrary.load(Hermit.class);
    }

    @Override
    public int version() {
        return hermit_version();
    }

    @Override
    public int kind() {
        return hermit_isle_kind();
    }

    @Override
    public int number() {
        return hermit_isle_number();
    }

    @Override
    public int name(byte[] name) {
        return hermit_isle_name(name, name.length);
    }

    @Override
    public int shutdown(int status) {
        return hermit_isle_shutdown(status);
    }

    @Override
    public int log(byte[] line) {
        return hermit_java_log(line, line.length);
    }

    @Override
    public int coreCount() {
        return hermit_core_count();
    }

    @Override
    public int nodeCount() {
        return hermit_node_count();
    }

    @Override
    public int core(int core, long[] facts) {
        return hermit_java_core(core, facts);
    }

    @Override
    public int cache(int core, int index, long[] facts) {
        return hermit_java_cache(core, index, facts);
    }

    @Override
    public int distance(int from, int to) {
        return hermit_node_distance(from, to);
    }

    @Override
    public int memory(int node, long[] facts) {
        return hermit_java_memory(node, facts);
    }

    @Override
    public int currentCore() {
        return hermit_core_current();
    }

    @Override
    public int hold(int core, int kind) {
        return hermit_core_hold(core, kind);
    }

    @Override
    public int release() {
        return hermit_core_release();
    }

    @Override
    public int counters(int core, long[] values) {
        return hermit_java_counters(core, values);
    }

    @Override
    public long allocate(long size, long page, int node, boolean contiguous) {
        return hermit_memory_allocate(size, page, node, contiguous ? HERMIT_MEMORY_CONTIGUOUS : 0);
    }

    @Override
    public int free(long address, long size) {
        return hermit_java_memory_free(address, size);
    }

    @Override
    public long physical(long address) {
        return hermit_java_memory_physical(address);
    }

    @Override
    public ByteBuffer buffer(long address, int size) {
        return new Address(address, size).asByteBuffer();
    }

    @Override
    public long tsc() {
        return hermit_tsc();
    }

    @Override
    public long tscHertz() {
        return hermit_tsc_hz();
    }

    @Override
    public int linuxCurrentCore() {
        return hermit_linux_core();
    }

    @Override
    public int linuxAffinity(long[] mask) {
        return hermit_linux_affinity(mask, mask.length * Long.BYTES);
    }

    @Override
    public int linuxSetAffinity(long[] mask) {
        return hermit_linux_affinity_set(mask, mask.length * Long.BYTES);
    }

    /** JavaCPP makes a pointer of an address for its subclasses only. */
    private static final class Address extends BytePointer {
        Address(long address, int size) {
            super((BytePointer) null);
            this.address = address;
            this.limit = size;
            this.capacity = size;
        }
    }
}
