// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.IsleKind;
import org.hermitcore.api.IsleMXBean;
import org.hermitcore.api.IsleMonitoring;

/** The isle in the JVM's own tools. */
final class MonitoringChecks {
    private static final Map<String, ToLongFunction<CoreCounters>> FIELDS = Map.of(
            "switches", CoreCounters::switches,
            "interrupts", CoreCounters::interrupts,
            "timerInterrupts", CoreCounters::timerInterrupts,
            "deviceInterrupts", CoreCounters::deviceInterrupts,
            "reschedules", CoreCounters::reschedules,
            "tlbInterrupts", CoreCounters::tlbInterrupts,
            "pageFaults", CoreCounters::pageFaults,
            "tlbShootdowns", CoreCounters::tlbShootdowns,
            "idle", CoreCounters::idleNanos);

    private MonitoringChecks() {}

    static void management() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(IsleMXBean.NAME);
        IsleMonitoring.registerMXBean();
        IsleMonitoring.registerMXBean();
        IsleMXBean isle = JMX.newMXBeanProxy(server, name, IsleMXBean.class);
        Check.equal(IsleKind.VM, isle.getKind(), "kind");
        Check.equal(3, isle.getCores(), "cores");
        Check.that(isle.getFreeMemory() > 0 && isle.getFreeMemory() < isle.getTotalMemory(), "free memory");
        Check.equal(3, isle.getCounters().size(), "counters");
        Check.equal(2, isle.getCounters().get(2).getCore(), "core of the last counters");
        Check.that(isle.getCounters().get(0).getSwitches() > 0, "switches of core 0");
        IsleMonitoring.unregisterMXBean();
        Check.that(!server.isRegistered(name), "unregistered");
    }

    /** What generic tools see, who know nothing of the interface. */
    static void managementByName() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(IsleMXBean.NAME);
        IsleMonitoring.registerMXBean();
        Check.that(server.queryNames(null, null).contains(name), "listed");
        Check.equal("VM", server.getAttribute(name, "Kind"), "kind");
        CompositeData[] counters = (CompositeData[]) server.getAttribute(name, "Counters");
        long before = (Long) counters[1].get("switches");
        long after = CoreCounters.of(1).switches();
        Check.that(before > 0 && before <= after, "switches of core 1: " + before + ", later " + after);
        Check.equal(10, counters[1].getCompositeType().keySet().size(), "values of a core");
        IsleMonitoring.unregisterMXBean();
    }

    static void flightRecorder() throws Exception {
        Path file = Files.createTempFile("hermit", ".jfr");
        List<CoreCounters> before = CoreCounters.all();
        IsleMonitoring.startEvents();
        IsleMonitoring.startEvents();
        try (Recording recording = new Recording()) {
            recording.enable("hermit.CoreCounters").withPeriod(Duration.ofMillis(100));
            recording.enable("hermit.PageFaults").withPeriod(Duration.ofMillis(100));
            recording.start();
            Thread.sleep(1000);
            recording.stop();
            recording.dump(file);
        }
        IsleMonitoring.stopEvents();
        List<CoreCounters> after = CoreCounters.all();
        checkCounters(events(file, "hermit.CoreCounters"), before, after);
        checkFaults(events(file, "hermit.PageFaults"), faults(before), faults(after));
        Files.delete(file);
    }

    /** Each value lies between those that were read before and after the recording. */
    private static void checkCounters(List<RecordedEvent> events, List<CoreCounters> before, List<CoreCounters> after) {
        Check.that(events.size() >= 6 && events.size() % 3 == 0, "events of 3 cores: " + events.size());
        for (RecordedEvent event : events) {
            int core = event.getInt("core");
            for (Map.Entry<String, ToLongFunction<CoreCounters>> field : FIELDS.entrySet()) {
                long value = event.getLong(field.getKey());
                long low = field.getValue().applyAsLong(before.get(core));
                long high = field.getValue().applyAsLong(after.get(core));
                Check.that(
                        low <= value && value <= high,
                        field.getKey() + " of core " + core + ": " + value + " is not within " + low + " to " + high);
            }
        }
        Check.equal(
                Set.of(0, 1, 2),
                events.stream().map(event -> event.getInt("core")).collect(Collectors.toSet()),
                "cores");
    }

    /** Sums of all cores, and each event's increase is that since the one before. */
    private static void checkFaults(List<RecordedEvent> events, long low, long high) {
        Check.that(events.size() >= 2, "events: " + events.size());
        long last = -1;
        for (RecordedEvent event : events) {
            long total = event.getLong("total");
            Check.that(low <= total && total <= high, "total " + total + " is not within " + low + " to " + high);
            Check.that(last < 0 || event.getLong("increase") == total - last, "increase since the event before");
            last = total;
        }
    }

    private static long faults(List<CoreCounters> counters) {
        return counters.stream().mapToLong(CoreCounters::pageFaults).sum();
    }

    private static List<RecordedEvent> events(Path file, String name) throws Exception {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }
}
