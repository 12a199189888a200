// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.util.Locale;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.Isle;

/**
 * What something cost.
 *
 * @param nanos time
 * @param pageFaults of all cores meanwhile, the JVM's own included; -1 on Linux, where {@link CoreCounters} are not to be had
 */
record Cost(long nanos, long pageFaults) {
    /** Nothing yet: the moment from which {@link #since} counts. */
    static Cost now() {
        return new Cost(System.nanoTime(), Isle.current().isEmpty() ? -1 : allPageFaults());
    }

    static Cost since(Cost start) {
        long nanos = System.nanoTime() - start.nanos;
        return new Cost(nanos, start.pageFaults < 0 ? -1 : allPageFaults() - start.pageFaults);
    }

    private static long allPageFaults() {
        return CoreCounters.all().stream().mapToLong(CoreCounters::pageFaults).sum();
    }

    /** Two columns of a table. */
    String columns() {
        return String.format(Locale.ROOT, "%9.1f %8s", nanos / 1e6, pageFaults < 0 ? "-" : Long.toString(pageFaults));
    }
}
