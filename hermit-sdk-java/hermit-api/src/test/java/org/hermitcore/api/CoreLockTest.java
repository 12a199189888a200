// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hermitcore.api.internal.Errno;
import org.hermitcore.api.internal.LinuxFolder;
import org.hermitcore.api.internal.Machine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreLockTest {
    private final FakeCalls calls = new FakeCalls(true);
    private final Machine isle = Machine.of(calls, Path.of("/"));

    @BeforeEach
    void nameThread() {
        Thread.currentThread().setName("tester");
    }

    /** Does something in a thread of that name, which ends then. */
    private static <T> T inThread(String name, Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(action.get());
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.start();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return result.join();
    }

    @Test
    void pinsAndLetsGo() {
        CoreLock lock = CoreLock.acquire(isle, 5);
        assertThat(lock.core()).isEqualTo(5);
        assertThat(lock.isHeld()).isTrue();
        assertThat(calls.held).containsValue(5);
        lock.close();
        assertThat(lock.isHeld()).isFalse();
        assertThat(calls.held).isEmpty();
        assertThat(lock).hasToString("CoreLock[core 5, thread 'tester', released]");
    }

    @Test
    void refusesACoreOutOfRange() {
        assertThatThrownBy(() -> CoreLock.acquire(isle, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("core 8 is out of range: the cores are 0-7");
        assertThatThrownBy(() -> CoreLock.acquire(isle, -1)).hasMessageContaining("core -1 ");
        assertThatThrownBy(() -> QuietCore.acquire(isle, 99)).hasMessageContaining("core 99 ");
    }

    @Test
    void refusesASecondCoreForAThread() {
        try (CoreLock first = CoreLock.acquire(isle, 2)) {
            assertThatThrownBy(() -> CoreLock.acquire(isle, 3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "thread 'tester' cannot be pinned to core 3: it holds core 2 already; close that first");
            assertThatThrownBy(() -> CoreLock.acquire(isle, 2)).hasMessageContaining("it holds core 2 already");
            assertThatThrownBy(() -> QuietCore.acquire(isle, 4)).hasMessageContaining("it holds core 2 already");
            assertThat(first.isHeld()).isTrue();
        }
    }

    @Test
    void refusesACoreOfAnotherThread() {
        try (CoreLock mine = CoreLock.acquire(isle, 2)) {
            assertThatThrownBy(() -> inThread("other", () -> CoreLock.acquire(isle, mine.core())))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "thread 'other' cannot be pinned to core 2: core 2 is held by thread 'tester'");
        }
    }

    @Test
    void isReleasedByItsThreadOnlyAndOnce() {
        CoreLock lock = CoreLock.acquire(isle, 1);
        assertThatThrownBy(() -> inThread("other", () -> {
                    lock.close();
                    return 0;
                }))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thread 'other' cannot release core 1: it is held by thread 'tester'");
        lock.close();
        assertThatThrownBy(lock::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("core 1 was released already");
    }

    @Test
    void isFreeWhenItsThreadHasEnded() {
        CoreLock forgotten = inThread("short", () -> CoreLock.acquire(isle, 6));
        assertThat(forgotten.isHeld()).isFalse();
        try (CoreLock lock = CoreLock.acquire(isle, 6)) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(forgotten.isHeld()).isFalse();
        }
    }

    @Test
    void takesTheHighestFreeCore() {
        CoreLock first = inThread("first", () -> CoreLock.acquire(isle));
        assertThat(first.core()).isEqualTo(7);
    }

    @Test
    void followsStrategies() {
        try (CoreLock first = CoreLock.acquire(isle, 4)) {
            assertThat(near(first, CoreStrategy.SAME_CORE)).isEqualTo(5);
            assertThat(near(first, CoreStrategy.SAME_CACHE)).isEqualTo(7);
            assertThat(near(first, CoreStrategy.OTHER_CORE)).isEqualTo(7);
            assertThat(near(first, CoreStrategy.OTHER_NODE)).isEqualTo(3);
            assertThat(near(first, CoreStrategy.ANY)).isEqualTo(7);
            assertThatThrownBy(() -> near(first)).hasMessageContaining("0 strategies are too few");
        }
    }

    private int near(CoreLock first, CoreStrategy... strategies) {
        return inThread("near", () -> CoreLock.acquire(isle, first, strategies).core());
    }

    @Test
    void takesTheNextStrategyAndSaysWhenNoneIsLeft() {
        try (CoreLock first = CoreLock.acquire(isle, 0)) {
            String message = inThread("second", () -> {
                CoreLock second = CoreLock.acquire(isle, first, CoreStrategy.SAME_CORE);
                assertThat(second.core()).isEqualTo(1);
                assertThat(near(first, CoreStrategy.SAME_CORE, CoreStrategy.SAME_CACHE))
                        .isEqualTo(3);
                try {
                    near(first, CoreStrategy.SAME_CORE);
                    return "a third thread of the core";
                } catch (RuntimeException e) {
                    return e.getMessage();
                }
            });
            assertThat(message)
                    .contains("no free core for [SAME_CORE] relative to core 0: the cores are 0-7, ")
                    .contains("core 0 is held by thread 'tester', core 1 is held by thread 'second'");
        }
    }

    @Test
    void saysWhatTheKernelRefuses() {
        calls.holdResult = -Errno.EBUSY;
        assertThatThrownBy(() -> QuietCore.acquire(isle, 3))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("cannot be given core 3 to keep quiet")
                .hasMessageEndingWith("(EBUSY)");
        assertThatThrownBy(() -> QuietCore.acquire(isle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no core can be kept quiet")
                .hasMessageContaining("the cores are 0-7, none is held");
        assertThatThrownBy(() -> CoreLock.acquire(isle, 3)).hasMessageContaining("(EBUSY)");
    }

    @Test
    void pinsOnLinuxWhereItMay(@TempDir Path folder) throws IOException {
        FakeCalls linuxCalls = new FakeCalls(false);
        Machine linux = Machine.of(linuxCalls, LinuxFolder.unpack("two-nodes", folder));
        linuxCalls.affinity = 0b0110;
        try (CoreLock lock = CoreLock.acquire(linux)) {
            assertThat(lock.core()).isEqualTo(2);
            assertThat(linuxCalls.affinity).isEqualTo(0b0100);
        }
        assertThat(linuxCalls.affinity).isEqualTo(0b0110);
        linuxCalls.affinity = 0b0100; // as a thread has it that was started by the pinned one
        try (CoreLock lock = CoreLock.acquire(linux, 1)) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(linuxCalls.affinity).isEqualTo(0b0010);
        }
        assertThat(linuxCalls.affinity).isEqualTo(0b0110);
        assertThatThrownBy(() -> CoreLock.acquire(linux, 7))
                .isInstanceOf(IsleException.class)
                .hasMessage("thread 'tester' cannot be pinned to core 7: Linux allows it 1-2 (EINVAL)");
        assertThatThrownBy(() -> QuietCore.acquire(linux))
                .isInstanceOf(IsleException.class)
                .hasMessageStartingWith("QuietCore needs an isle, and this is Linux");
    }
}
