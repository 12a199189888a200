// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** Page faults of all cores. */
@Name("hermit.PageFaults")
@Label("Page Faults")
@Description("Page faults on all cores of the isle")
@Category("HermitCore")
@Period("1 s")
@StackTrace(false)
final class PageFaultsEvent extends Event {
    @Label("Since the Isle Started")
    final long total;

    @Label("Since the Last Event")
    final long increase;

    PageFaultsEvent(long total, long increase) {
        this.total = total;
        this.increase = increase;
    }
}
