// SPDX-License-Identifier: BSD-3-Clause
package bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Says on its way where it runs: on an isle the folder /jdk is the JDK. */
@State(Scope.Thread)
public class Sum {
    @Param({"10", "1000"})
    int size;

    @Benchmark
    public long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += i * (long) size;
        }
        return sum;
    }

    @Benchmark
    public boolean onIsle() {
        if (!System.getProperty("java.home").equals("/jdk")) {
            throw new IllegalStateException("not on an isle");
        }
        return true;
    }

    @Benchmark
    public int dies() {
        Runtime.getRuntime().halt(7);
        return size;
    }
}
