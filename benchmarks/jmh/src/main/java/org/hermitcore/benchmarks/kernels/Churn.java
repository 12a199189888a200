// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.HashMap;
import java.util.Map;

/** A map whose oldest entry goes for each new one: small objects that live long enough to be promoted, and then die. */
public final class Churn {
    private static final int SMALLEST = 32;
    private static final int SIZES = 256;

    private final Map<Long, byte[]> map = new HashMap<>();
    private final int entries;
    private long next;

    public Churn(int entries) {
        this.entries = entries;
        while (next < entries) {
            put();
        }
    }

    /** Replaces the oldest entry. {@return what it held} */
    public byte[] replace() {
        byte[] oldest = map.remove(next - entries);
        put();
        return oldest;
    }

    private void put() {
        byte[] value = new byte[size(next)];
        value[0] = (byte) next;
        value[value.length - 1] = (byte) next;
        map.put(next, value);
        next++;
    }

    private static int size(long key) {
        return SMALLEST + (int) (key * 31 % SIZES);
    }

    /** {@return what the youngest entry holds} */
    byte[] youngest() {
        return map.get(next - 1);
    }

    /** Whether the map has the youngest entries, unharmed, and nothing else. */
    public boolean isRight() {
        for (long key = next - entries; key < next; key++) {
            byte[] value = map.get(key);
            if (value == null
                    || value.length != size(key)
                    || value[0] != (byte) key
                    || value[value.length - 1] != (byte) key) {
                return false;
            }
        }
        return map.size() == entries;
    }
}
