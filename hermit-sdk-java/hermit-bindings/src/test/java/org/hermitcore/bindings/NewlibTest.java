// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.hermitcore.bindings.internal.Compare;
import org.hermitcore.bindings.internal.Newlib;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On Linux. hermit-api-it has more, on an isle too. */
@Timeout(60)
class NewlibTest {
    private static final int ENOMEM = 12;

    @BeforeAll
    static void load() {
        NativeLibrary.load(Newlib.class);
    }

    @Test
    void sortsByAMethodOfJava() {
        int[] numbers = {5, -3, 99, 0, 7, 7, Integer.MIN_VALUE};
        try (IntPointer elements = new IntPointer(numbers);
                Compare ascending = new Ascending()) {
            Newlib.qsort(elements, numbers.length, Integer.BYTES, ascending);
            elements.get(numbers);
        }
        assertThat(numbers).containsExactly(Integer.MIN_VALUE, -3, 0, 5, 7, 7, 99);
    }

    private static final class Ascending extends Compare {
        @Override
        public int call(Pointer a, Pointer b) {
            return Integer.compare(new IntPointer(a).get(), new IntPointer(b).get());
        }
    }

    @Test
    void readsNumbers() {
        assertThat(Newlib.strtol("ff", 16)).isEqualTo(255);
        assertThat(Newlib.strtol("-17", 10)).isEqualTo(-17);
    }

    @Test
    void calculates() {
        assertThat(Newlib.pow(2, 10)).isEqualTo(1024);
        assertThat(Newlib.sin(1)).isEqualTo(Math.sin(1), within(1e-15));
        assertThat(Newlib.exp(Newlib.log(3))).isEqualTo(3, within(1e-14));
    }

    @Test
    void handlesBytes() {
        try (BytePointer memory = new BytePointer(8)) {
            Newlib.memset(memory, 'x', 8);
            memory.put(5, (byte) 0);
            assertThat(Newlib.strlen(memory)).isEqualTo(5);
        }
        assertThat(Newlib.strcmp("a", "b")).isNegative();
    }

    @Test
    void saysByItsOwnErrorNumberThatThereIsNotThatMuchMemory() {
        Newlib.errno_set(0);
        assertThat(Newlib.malloc(1L << 60)).isNull();
        assertThat(Newlib.errno()).isEqualTo(ENOMEM);
    }

    @Test
    void hasMemoryOfItsOwn() {
        Pointer memory = Newlib.malloc(1000);
        Newlib.memset(memory, 'y', 1000);
        assertThat(new BytePointer(memory).get(999)).isEqualTo((byte) 'y');
        Newlib.free(memory);
    }
}
