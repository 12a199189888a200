// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleKind;
import org.hermitcore.api.IsleMXBean;
import org.hermitcore.api.Node;

/** The MXBean. Loaded only when it is asked for, because the module java.management may be missing. */
public final class IsleManagement implements IsleMXBean {
    private final Isle isle;
    private final Machine machine;

    private IsleManagement(Isle isle, Machine machine) {
        this.isle = isle;
        this.machine = machine;
    }

    public static synchronized void register(Isle isle, Machine machine) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(NAME);
            if (!server.isRegistered(name)) {
                server.registerMBean(new IsleManagement(isle, machine), name);
            }
        } catch (JMException e) {
            throw new IllegalStateException(NAME + " cannot be registered", e);
        }
    }

    public static synchronized void unregister() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(NAME);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new IllegalStateException(NAME + " cannot be unregistered", e);
        }
    }

    @Override
    public IsleKind getKind() {
        return isle.kind();
    }

    @Override
    public int getNumber() {
        return isle.number();
    }

    @Override
    public String getName() {
        return isle.name();
    }

    @Override
    public int getCores() {
        return machine.topology().cores().size();
    }

    @Override
    public int getNodes() {
        return machine.topology().nodes().size();
    }

    @Override
    public long getTotalMemory() {
        return machine.topology().nodes().stream().mapToLong(Node::totalMemory).sum();
    }

    @Override
    public long getFreeMemory() {
        return machine.topology().nodes().stream().mapToLong(Node::freeMemory).sum();
    }

    @Override
    public List<Counters> getCounters() {
        return CoreCounters.all().stream().map(Snapshot::new).collect(Collectors.toList());
    }

    /** A record's accessors are not named as MXBeans want them before JDK 21. */
    private static final class Snapshot implements Counters {
        private final CoreCounters counters;

        Snapshot(CoreCounters counters) {
            this.counters = counters;
        }

        @Override
        public int getCore() {
            return counters.core();
        }

        @Override
        public long getSwitches() {
            return counters.switches();
        }

        @Override
        public long getInterrupts() {
            return counters.interrupts();
        }

        @Override
        public long getTimerInterrupts() {
            return counters.timerInterrupts();
        }

        @Override
        public long getDeviceInterrupts() {
            return counters.deviceInterrupts();
        }

        @Override
        public long getReschedules() {
            return counters.reschedules();
        }

        @Override
        public long getTlbInterrupts() {
            return counters.tlbInterrupts();
        }

        @Override
        public long getPageFaults() {
            return counters.pageFaults();
        }

        @Override
        public long getTlbShootdowns() {
            return counters.tlbShootdowns();
        }

        @Override
        public long getIdleNanos() {
            return counters.idleNanos();
        }
    }
}
