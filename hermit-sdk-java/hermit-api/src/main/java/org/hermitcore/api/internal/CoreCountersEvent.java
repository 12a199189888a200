// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.hermitcore.api.CoreCounters;

/** Counters of one core, since the isle started. */
@Name("hermit.CoreCounters")
@Label("Core Counters")
@Description("What happened on a core since the isle started")
@Category("HermitCore")
@Period("1 s")
@StackTrace(false)
final class CoreCountersEvent extends Event {
    @Label("Core")
    final int core;

    @Label("Thread Switches")
    final long switches;

    @Label("Interrupts")
    final long interrupts;

    @Label("Timer Interrupts")
    final long timerInterrupts;

    @Label("Device Interrupts")
    final long deviceInterrupts;

    @Label("Reschedules")
    final long reschedules;

    @Label("TLB Interrupts")
    final long tlbInterrupts;

    @Label("Page Faults")
    final long pageFaults;

    @Label("TLB Shoot-Downs")
    final long tlbShootdowns;

    @Label("Idle Time")
    @Timespan(Timespan.NANOSECONDS)
    final long idle;

    CoreCountersEvent(CoreCounters counters) {
        core = counters.core();
        switches = counters.switches();
        interrupts = counters.interrupts();
        timerInterrupts = counters.timerInterrupts();
        deviceInterrupts = counters.deviceInterrupts();
        reschedules = counters.reschedules();
        tlbInterrupts = counters.tlbInterrupts();
        pageFaults = counters.pageFaults();
        tlbShootdowns = counters.tlbShootdowns();
        idle = counters.idleNanos();
    }
}
