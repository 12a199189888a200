// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.util.List;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.hermitcore.api.CoreCounters;

/** Writes the events of Flight Recorder. Loaded only when it is asked for, because the module jdk.jfr may be missing. */
public final class IsleEvents {
    private static Runnable countersHook; // guarded by the class, as the next one
    private static Runnable faultsHook;

    private IsleEvents() {}

    public static synchronized void start(Supplier<List<CoreCounters>> source) {
        if (countersHook == null) {
            countersHook = () -> source.get().forEach(counters -> new CoreCountersEvent(counters).commit());
            faultsHook = new PageFaults(source);
            FlightRecorder.addPeriodicEvent(CoreCountersEvent.class, countersHook);
            FlightRecorder.addPeriodicEvent(PageFaultsEvent.class, faultsHook);
        }
    }

    public static synchronized void stop() {
        if (countersHook != null) {
            FlightRecorder.removePeriodicEvent(countersHook);
            FlightRecorder.removePeriodicEvent(faultsHook);
            countersHook = null;
            faultsHook = null;
        }
    }

    /** Called by one thread of Flight Recorder at a time. */
    private static final class PageFaults implements Runnable {
        private final Supplier<List<CoreCounters>> source;
        private long before;

        PageFaults(Supplier<List<CoreCounters>> source) {
            this.source = source;
            this.before = total();
        }

        private long total() {
            return source.get().stream().mapToLong(CoreCounters::pageFaults).sum();
        }

        @Override
        public void run() {
            long now = total();
            new PageFaultsEvent(now, now - before).commit();
            before = now;
        }
    }
}
