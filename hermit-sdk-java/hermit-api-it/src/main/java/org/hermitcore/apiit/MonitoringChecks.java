// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.hermitcore.api.IsleKind;
import org.hermitcore.api.IsleMXBean;
import org.hermitcore.api.IsleMonitoring;

/** The isle in the JVM's own tools. */
final class MonitoringChecks {
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

    static void flightRecorder() throws Exception {
        Path file = Files.createTempFile("hermit", ".jfr");
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
        List<RecordedEvent> counters = events(file, "hermit.CoreCounters");
        Check.that(counters.size() >= 6 && counters.size() % 3 == 0, "events: " + counters.size());
        Check.that(counters.stream().anyMatch(event -> event.getInt("core") == 2), "an event of core 2");
        Check.that(counters.stream().allMatch(event -> event.getLong("switches") > 0), "switches in all events");
        List<RecordedEvent> faults = events(file, "hermit.PageFaults");
        Check.that(faults.size() >= 2, "events: " + faults.size());
        Check.that(faults.stream().allMatch(event -> event.getLong("total") > 0), "page faults in all events");
        Files.delete(file);
    }

    private static List<RecordedEvent> events(Path file, String name) throws Exception {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
