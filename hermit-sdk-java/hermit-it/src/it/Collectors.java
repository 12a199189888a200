// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Each garbage collector under load: threads allocate and drop, a live set is kept, all of it is checked at the end.
 *
 * @case serial 0 -XX:+UseSerialGC -Xmx128m
 * @case parallel 0 -XX:+UseParallelGC -Xmx128m
 * @case g1 0 -XX:+UseG1GC -Xmx128m
 * @case z 0 -XX:+UseZGC -Xmx256m
 * @case shenandoah 0 -XX:+UseShenandoahGC -Xmx256m
 * @case g1-stress 0 -XX:+UseG1GC -Xmx64m -XX:G1HeapRegionSize=1m -XX:+ExplicitGCInvokesConcurrent
 * @case uncommit 0 -XX:+UseG1GC -Xms16m -Xmx256m -XX:MaxHeapFreeRatio=10 -XX:MinHeapFreeRatio=5
 * @memory 1G
 * @timeout 60
 */
final class Collectors {
    private static final int THREADS = 4;
    private static final int ROUNDS = 150;

    private Collectors() {}

    public static void main(String[] args) throws Exception {
        var pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Long>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            results.add(pool.submit(() -> load(seed)));
        }
        for (int i = 0; i < THREADS; i++) {
            Expect.equal(expected(i), results.get(i).get(), "sum over the live set of thread " + i);
        }
        pool.shutdown();
        System.gc();
    }

    /** Keeps the entries of the last rounds in a map, makes much garbage beside, sums what the map holds at the end. */
    private static long load(int seed) {
        Map<Integer, int[]> live = new HashMap<>();
        long garbage = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 500; i++) {
                int key = seed * 1000 + i;
                live.put(key, new int[] {key, round, key * round});
                garbage += new byte[200 + i].length + String.valueOf(i).length();
            }
            garbage += new long[20_000].length;
        }
        Expect.that(garbage > 0, "garbage was made");
        long sum = 0;
        for (int[] entry : live.values()) {
            Expect.equal(entry[0] * entry[1], entry[2], "an entry of the live set");
            sum += entry[2];
        }
        return sum;
    }

    private static long expected(int seed) {
        long sum = 0;
        for (int i = 0; i < 500; i++) {
            sum += (long) (seed * 1000 + i) * (ROUNDS - 1);
        }
        return sum;
    }
}
