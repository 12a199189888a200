// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.apiit;

import java.util.List;
import java.util.Map;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.Isle;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.IsleMemory;
import org.hermitcore.api.IsleMonitoring;
import org.hermitcore.api.PageSize;
import org.hermitcore.api.QuietCore;

/** Where there is no isle: what needs one says so. */
final class LinuxChecks {
    static final List<Map.Entry<String, Check>> ALL = List.of(Map.entry("no-isle", LinuxChecks::noIsle));

    private LinuxChecks() {}

    private static void noIsle() throws Exception {
        Check.that(Isle.current().isEmpty(), "no isle");
        needsIsle(() -> QuietCore.acquire(0));
        needsIsle(() -> CoreCounters.of(0));
        needsIsle(CoreCounters::all);
        needsIsle(() -> IsleMemory.builder(1).pageSize(PageSize.SIZE_2M).build());
        needsIsle(() -> IsleMemory.builder(1).contiguous().build());
        needsIsle(() -> IsleMemory.builder(1).node(0).build());
        needsIsle(IsleMonitoring::registerMXBean);
        needsIsle(IsleMonitoring::startEvents);
    }

    private static void needsIsle(Check check) throws Exception {
        Check.refused(IsleException.class, check, "needs an isle", "(ENOSYS)");
    }
}
