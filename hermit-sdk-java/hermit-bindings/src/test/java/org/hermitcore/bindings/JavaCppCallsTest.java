// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.BytePointer;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.spi.NativeCalls;
import org.junit.jupiter.api.Test;

/** On Linux: the stand-in answers, and Linux' own functions work. */
class JavaCppCallsTest {
    private static final int ENOSYS = 38;
    private static final int EINVAL = 22;

    private final NativeCalls calls = new JavaCppCalls();

    @Test
    void kernelFunctionsAnswerThatThereIsNoIsle() {
        assertThat(calls.version()).isEqualTo(-ENOSYS);
        assertThat(calls.kind()).isEqualTo(-ENOSYS);
        assertThat(calls.name(new byte[16])).isEqualTo(-ENOSYS);
        assertThat(calls.log(new byte[] {'x'})).isEqualTo(-ENOSYS);
        assertThat(calls.core(0, new long[NativeCalls.CORE_FACTS])).isEqualTo(-ENOSYS);
        assertThat(calls.cache(0, 0, new long[NativeCalls.CACHE_FACTS])).isEqualTo(-ENOSYS);
        assertThat(calls.memory(0, new long[NativeCalls.MEMORY_FACTS])).isEqualTo(-ENOSYS);
        assertThat(calls.counters(0, new long[NativeCalls.COUNTERS])).isEqualTo(-ENOSYS);
        assertThat(calls.currentCore()).isEqualTo(-ENOSYS);
        assertThat(calls.hold(0, 1)).isEqualTo(-ENOSYS);
        assertThat(calls.allocate(4096, 4096, -1, false)).isEqualTo(-ENOSYS);
        assertThat(calls.free(4096, 4096)).isEqualTo(-ENOSYS);
        assertThat(calls.physical(4096)).isEqualTo(-ENOSYS);
        assertThat(calls.tscHertz()).isEqualTo(-ENOSYS);
    }

    @Test
    void masksOfLinuxMoveTheThread() {
        long[] before = new long[128];
        int bytes = calls.linuxAffinity(before);
        assertThat(bytes).isPositive().isLessThanOrEqualTo(before.length * Long.BYTES);

        int core = Long.numberOfTrailingZeros(before[0]);
        long[] mask = new long[bytes / Long.BYTES];
        mask[0] = 1L << core;
        assertThat(calls.linuxSetAffinity(mask)).isZero();
        assertThat(calls.linuxCurrentCore()).isEqualTo(core);
        assertThat(calls.linuxSetAffinity(before)).isZero();
    }

    @Test
    void refusesMasksThatAreWrong() {
        assertThat(calls.linuxAffinity(new long[0])).isEqualTo(-EINVAL);
        assertThat(calls.linuxSetAffinity(new long[128])).isEqualTo(-EINVAL);
    }

    @Test
    void counterGrows() {
        long before = calls.tsc();
        assertThat(calls.tsc()).isGreaterThan(before);
    }

    @Test
    void bufferIsTheMemoryAtItsAddress() {
        try (BytePointer memory = new BytePointer(100)) {
            memory.put(99, (byte) 7);
            var buffer = calls.buffer(memory.address(), 100);
            assertThat(buffer.isDirect()).isTrue();
            assertThat(buffer.capacity()).isEqualTo(100);
            assertThat(buffer.get(99)).isEqualTo((byte) 7);
            buffer.put(0, (byte) 8);
            assertThat(memory.get(0)).isEqualTo((byte) 8);
        }
    }

    @Test
    void pointerIsTheMemory() {
        try (IsleMemory memory = IsleMemory.builder(64).build()) {
            BytePointer pointer = IslePointers.of(memory);
            pointer.put(63, (byte) 5);
            assertThat(pointer.capacity()).isEqualTo(64);
            assertThat(memory.buffer().get(63)).isEqualTo((byte) 5);
        }
    }
}
