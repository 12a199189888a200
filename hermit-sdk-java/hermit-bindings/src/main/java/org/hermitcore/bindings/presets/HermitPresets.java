// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings.presets;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP's parser and builder how to make JNI of the kernel's public headers, and of what Linux has instead.
 *
 * <p>The {@code #} after the library means: link with it, but leave loading it to the dynamic linker. On an isle that finds
 * {@code libhermit.so.1} loaded already, because the kernel is it; a file of that name must not be loaded on top.
 */
@Properties(
        value =
                @Platform(
                        value = "linux-x86_64",
                        cinclude = {
                            "hermit/barrier.h",
                            "hermit/core.h",
                            "hermit/counters.h",
                            "hermit/isle.h",
                            "hermit/log.h",
                            "hermit/memory.h",
                            "hermit/syscall.h",
                            "hermit/time.h",
                            "hermit/topology.h",
                            "hermit/version.h",
                            "hermit/bindings.h"
                        },
                        link = "hermit@.1#",
                        library = "jnihermit",
                        extension = "-hermit"),
        target = "org.hermitcore.bindings.internal",
        global = "org.hermitcore.bindings.internal.Hermit")
public class HermitPresets implements InfoMapper {
    @Override
    public void map(InfoMap infoMap) {
        // A structure and a function of one name: bindings.h has functions that fill arrays instead.
        infoMap.put(new Info("__cplusplus").define(false))
                .put(new Info("hermit_core_info", "hermit_cache_info", "hermit_memory_info", "hermit_counters").skip())
                .put(new Info("hermit_barrier").pointerTypes("Barrier"));
    }
}
