// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.List;
import sun.misc.Unsafe;

/** sun.misc.Unsafe: memory outside the heap, atomic updates of fields, the page size. */
final class UnsafeMemory {
    private volatile long counter;

    private UnsafeMemory() {}

    static void check() throws Exception {
        var field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        var unsafe = (Unsafe) field.get(null);
        Expect.equal(4096, unsafe.pageSize(), "page size");
        Expect.equal(8, unsafe.addressSize(), "size of an address");
        long memory = unsafe.allocateMemory(1 << 20);
        unsafe.setMemory(memory, 1 << 20, (byte) 0x5a);
        Expect.equal(0x5a5a5a5a, unsafe.getInt(memory + 12_345), "filled memory");
        unsafe.putLong(memory + 8, 42);
        unsafe.copyMemory(memory, memory + 4096, 4096);
        Expect.equal(42L, unsafe.getLong(memory + 4096 + 8), "copied memory");
        unsafe.freeMemory(memory);
        checkAtomics(unsafe);
    }

    private static void checkAtomics(Unsafe unsafe) throws Exception {
        var shared = new UnsafeMemory();
        long offset = unsafe.objectFieldOffset(UnsafeMemory.class.getDeclaredField("counter"));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 50_000; n++) {
                    unsafe.getAndAddLong(shared, offset, 1);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Expect.equal(200_000L, shared.counter, "atomic additions");
    }
}
