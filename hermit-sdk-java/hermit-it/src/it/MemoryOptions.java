// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * Options about memory that ask for more than is there are harmless, and a heap may be as large as memory allows.
 *
 * @case large-pages 0 -XX:+UseLargePages -Xmx128m
 * @case transparent 0 -XX:+UseTransparentHugePages -Xmx256m
 * @case touched 0 -XX:+AlwaysPreTouch -Xms128m -Xmx128m
 * @case numa 0 -XX:+UseNUMA -XX:+UseParallelGC -Xmx128m
 * @case reserve 0 -Xmx64g -Xms16m
 * @case wide 0 -XX:-UseCompressedOops -XX:+UseSerialGC -Xmx256m
 * @case big 0 -Xms1g -Xmx2g -Dmegabytes=1200
 * @case tracked 0 -XX:NativeMemoryTracking=summary -Xmx128m
 * @memory 4G
 * @timeout 60
 */
final class MemoryOptions {
    private MemoryOptions() {}

    public static void main(String[] args) {
        int megabytes = Integer.getInteger("megabytes", 64);
        byte[][] blocks = new byte[megabytes * 4][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new byte[1 << 18];
            for (int at = 0; at < blocks[i].length; at += 4096) {
                Expect.that(blocks[i][at] == 0, "fresh memory is zero");
                blocks[i][at] = (byte) i;
            }
        }
        for (int i = 0; i < blocks.length; i++) {
            Expect.that(blocks[i][8192] == (byte) i, "block " + i + " holds what was written");
        }
    }
}
