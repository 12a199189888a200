// SPDX-License-Identifier: BSD-3-Clause
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What jconsole reads: Beans PORT prints a few values of the JVM behind it, one a line. */
public final class Beans {
    private Beans() {}

    public static void main(String[] arguments) throws Exception {
        String url = "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + arguments[0] + "/jmxrmi";
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            RuntimeMXBean runtime = ManagementFactory.getPlatformMXBean(server, RuntimeMXBean.class);
            MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
            ThreadMXBean threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class);
            System.out.println("name " + runtime.getName());
            System.out.println("heap " + memory.getHeapMemoryUsage().getUsed());
            System.out.println("threads " + threads.getThreadCount());
            System.out.println("main " + threads.getThreadInfo(1).getThreadName());
            System.out.println("cpu " + threads.getThreadCpuTime(1));
            long before = collections(server);
            memory.gc();
            System.out.println("collections " + (collections(server) - before));
        }
    }

    private static long collections(MBeanServerConnection server) throws Exception {
        long count = 0;
        for (GarbageCollectorMXBean bean :
                ManagementFactory.getPlatformMXBeans(server, GarbageCollectorMXBean.class)) {
            count += bean.getCollectionCount();
        }
        return count;
    }
}
