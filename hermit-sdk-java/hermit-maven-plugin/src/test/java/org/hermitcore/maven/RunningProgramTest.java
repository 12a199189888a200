// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.hermitcore.maven.RunningProgram.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningProgramTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path log() {
        return folder.resolve("log");
    }

    private RunningProgram start(String script) throws IOException {
        return RunningProgram.start(new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile()));
    }

    private Outcome await(RunningProgram program, String pattern, Duration limit) throws Exception {
        return program.awaitOutput(log(), Pattern.compile(pattern), limit);
    }

    @Test
    void outputIsSeenWhileTheProgramGoesOn() throws Exception {
        RunningProgram program = start("echo one; sleep 0.3; echo two, ready; exec sleep 50");

        assertThat(await(program, "ready$", LONG)).isEqualTo(Outcome.SEEN);
        assertThat(program.isAlive()).isTrue();
        assertThat(program.stop(LONG)).isTrue();
        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void lineThatIsNotCompleteIsSeen() throws Exception {
        RunningProgram program = start("printf 'login: '; exec sleep 50");

        assertThat(await(program, "^login", LONG)).isEqualTo(Outcome.SEEN);
        assertThat(program.stop(LONG)).isTrue();
    }

    @Test
    void patternDoesNotMatchAcrossLines() throws Exception {
        RunningProgram program = start("printf 'a\\nb\\n'");

        assertThat(await(program, "a.?b|a[^x]*b", LONG)).isEqualTo(Outcome.ENDED);
        assertThat(program.waitFor()).isEqualTo(0);
    }

    @Test
    void lastWordsAreSeen() throws Exception {
        RunningProgram program = start("echo ready; exit 3");

        assertThat(program.waitFor()).isEqualTo(3);
        assertThat(await(program, "ready", LONG)).isEqualTo(Outcome.SEEN);
    }

    @Test
    void waitHasALimit() throws Exception {
        RunningProgram program = start("echo one; exec sleep 50");

        assertThat(await(program, "two", Duration.ofMillis(300))).isEqualTo(Outcome.TIMED_OUT);
        assertThat(program.stop(LONG)).isTrue();
    }

    @Test
    void programThatDoesNotListenIsKilled() throws Exception {
        RunningProgram program = start("trap '' TERM; echo deaf; while :; do sleep 0.1; done");

        assertThat(await(program, "deaf", LONG)).isEqualTo(Outcome.SEEN);
        assertThat(program.stop(Duration.ofMillis(300))).isFalse();
        assertThat(program.isAlive()).isFalse();
    }
}
