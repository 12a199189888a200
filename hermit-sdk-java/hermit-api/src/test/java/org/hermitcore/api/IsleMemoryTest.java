// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.hermitcore.api.internal.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsleMemoryTest {
    private final FakeCalls calls = new FakeCalls(true);
    private final Machine isle = Machine.of(calls, Path.of("/"));
    private final Machine linux = Machine.of(new FakeCalls(false), Path.of("/"));

    @Test
    void isABufferUntilItIsClosed() {
        IsleMemory memory = IsleMemory.builder(5000)
                .pageSize(PageSize.SIZE_2M)
                .node(1)
                .contiguous()
                .build(isle);
        ByteBuffer buffer = memory.buffer();
        assertThat(buffer.capacity()).isEqualTo(5000);
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
        buffer.put(4999, (byte) 1);
        assertThat(memory.buffer(4999, 1).get(0)).isEqualTo((byte) 1);
        assertThat(memory.physicalAddress(4096)).isEqualTo((1L << 40) + (1L << 30) + 4096);
        memory.close();
        assertThat(calls.memory).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1L << 31, Long.MAX_VALUE})
    void refusesASizeOutOfRange(long size) {
        assertThatThrownBy(() -> IsleMemory.builder(size).build(isle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size " + size + " is out of range: 1 to 2147483647 bytes (2 GiB - 1)");
        assertThatThrownBy(() -> IsleMemory.builder(size).build(linux)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesANodeOutOfRange() {
        assertThatThrownBy(() -> IsleMemory.builder(1).node(2).build(isle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node 2 is out of range: the nodes are 0-1");
        assertThatThrownBy(() -> IsleMemory.builder(1).node(-1)).hasMessageContaining("node -1 ");
    }

    @Test
    void saysHowMuchIsFree() {
        assertThatThrownBy(() -> IsleMemory.builder(FakeCalls.FREE + 1)
                        .pageSize(PageSize.SIZE_2M)
                        .build(isle))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("67108865 bytes in pages of 2097152 bytes")
                .hasMessageContaining("67108864 of 134217728 bytes are free")
                .hasMessageContaining("ENOMEM");
        assertThatThrownBy(
                        () -> IsleMemory.builder(1).pageSize(PageSize.SIZE_1G).build(isle))
                .hasMessageContaining("the processor has no pages of 1073741824 bytes (EOPNOTSUPP)");
    }

    @Test
    void refusesPartsThatAreNotWithin() {
        try (IsleMemory memory = IsleMemory.builder(100).build(isle)) {
            assertThat(memory.buffer(100, 0).capacity()).isZero();
            assertThatThrownBy(() -> memory.buffer(99, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("2 bytes from 99 on are not within 0 to 100 bytes");
            assertThatThrownBy(() -> memory.buffer(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.buffer(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.buffer(Long.MAX_VALUE, Long.MAX_VALUE))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.physicalAddress(100))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("offset 100 is not within 0 to 99");
        }
    }

    @Test
    void refusesUseAfterClose() {
        IsleMemory memory = IsleMemory.builder(100).build(isle);
        memory.close();
        assertThatThrownBy(memory::buffer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed IsleMemory[100 bytes, pages of 4096] cannot be used");
        assertThatThrownBy(() -> memory.physicalAddress(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(memory::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed IsleMemory[100 bytes, pages of 4096] cannot be closed again");
    }

    @Test
    void isADirectBufferOnLinux() {
        IsleMemory memory = IsleMemory.builder(100).build(linux);
        assertThat(memory.buffer().isDirect()).isTrue();
        assertThatThrownBy(() -> memory.physicalAddress(0)).isInstanceOf(IsleException.class);
        memory.close();
        assertThatThrownBy(memory::buffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysOnLinuxThatTheRestNeedsAnIsle() {
        assertThatThrownBy(
                        () -> IsleMemory.builder(100).pageSize(PageSize.SIZE_2M).build(linux))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("100 bytes in pages of 2097152 bytes needs an isle")
                .hasMessageContaining("hermit-maven-plugin")
                .satisfies(e -> assertThat(((IsleException) e).errnoName()).isEqualTo("ENOSYS"));
        assertThatThrownBy(() -> IsleMemory.builder(100).node(0).build(linux)).hasMessageContaining("on node 0 needs");
        assertThatThrownBy(() -> IsleMemory.builder(100).contiguous().build(linux))
                .hasMessageContaining("contiguous pages of 4096 bytes needs");
    }
}
