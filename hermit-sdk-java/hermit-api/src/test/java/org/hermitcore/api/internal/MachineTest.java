// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.spi.NativeCalls;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void anIsleWithoutNativePartIsNoLinux() {
        Machine machine = Machine.without(null, true, Path.of("/"));
        assertThatThrownBy(machine::isle).isInstanceOf(IsleException.class).hasMessageContaining("hermit-bindings");
    }

    @Test
    void saysWhyTheNativePartCannotBeLoaded() {
        Throwable problem = new UnsatisfiedLinkError("no jnihermit in java.library.path");
        Machine machine = Machine.without(new RuntimeException("outer", problem), false, Path.of("/"));
        assertThat(machine.isle()).isEmpty();
        assertThatThrownBy(() -> machine.calls("CoreLock"))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("cannot be loaded: no jnihermit in java.library.path");
    }

    @Test
    void refusesAKernelOfAnotherInterface() {
        NativeCalls later = (NativeCalls) Proxy.newProxyInstance(
                NativeCalls.class.getClassLoader(),
                new Class<?>[] {NativeCalls.class},
                (self, method, arguments) -> 2 << 16);
        assertThatThrownBy(() -> Machine.of(later, Path.of("/")))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("version 2 of its interface, the program was written for 1");
    }
}
