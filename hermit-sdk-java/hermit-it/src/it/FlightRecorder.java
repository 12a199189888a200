// SPDX-License-Identifier: BSD-3-Clause
package it;

import jdk.jfr.Event;

/**
 * JDK Flight Recorder writes a recording that the host's jfr tool reads, with samples of the busy method and own events.
 *
 * @jvm -XX:StartFlightRecording=filename=recording.jfr,settings=profile,dumponexit=true -Xlog:jfr*=error
 * @after "$JDK/bin/jfr" print --events jdk.ExecutionSample recording.jfr | grep -q 'it.FlightRecorder.busy' && [ "$("$JDK/bin/jfr" print --events it.Done recording.jfr | grep -c 'result = ')" = 3 ]
 * @memory 1G
 * @timeout 60
 */
final class FlightRecorder {
    @jdk.jfr.Name("it.Done")
    static final class Done extends Event {
        double result;
    }

    private FlightRecorder() {}

    private static double busy(long until) {
        double x = 1;
        while (System.nanoTime() < until) {
            for (int i = 0; i < 10_000; i++) {
                x = Math.sqrt(x * x + i) % 1000;
            }
        }
        return x;
    }

    public static void main(String[] args) {
        for (int i = 0; i < 3; i++) {
            var done = new Done();
            done.begin();
            done.result = busy(System.nanoTime() + 700_000_000L);
            done.commit();
        }
    }
}
