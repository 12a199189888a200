// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides are Linux here: the look-alike is a script that starts the JDK that runs the test. */
class HostAndIsleTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--json",
                folder.resolve("results.json").toString(),
                "--log",
                folder.resolve("log").toString()));
        Collections.addAll(all, arguments);
        return HostAndIsle.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A look-alike whose java does that. */
    private String lookAlike(String command) throws IOException {
        Path java = Files.createDirectories(folder.resolve("isle/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(JDK.resolve("release"), folder.resolve("isle/release"));
        return java.toString();
    }

    private String sameJdk(String options) throws IOException {
        return lookAlike("exec '" + JDK + "/bin/java' " + options + " \"$@\"");
    }

    @Test
    void comparesBothSides() throws IOException {
        assertThat(run("--isle", sameJdk(""), "-f", "2", "TinyBenchmark.roots"))
                .as(err())
                .isZero();
        assertThat(out().lines()).hasSize(4);
        assertThat(out())
                .startsWith("Benchmark ")
                .containsPattern("TinyBenchmark.roots \\(size=1\\) +avgt +lower .* ns/op +\\d+\\.\\d\\d\n")
                .containsPattern("TinyBenchmark.roots \\(size=50\\) +avgt +lower .* ns/op +\\d+\\.\\d\\d\n");
        assertThat(err().lines().map(line -> line.replaceAll(".* on ", "")))
                .containsExactly("host, 1 of 2", "isle, 1 of 2", "isle, 2 of 2", "host, 2 of 2");
        String json = Files.readString(folder.resolve("results.json"));
        assertThat(json)
                .contains("\"benchmark\": \"org.hermitcore.jmh.TinyBenchmark.roots\"", "\"better\": \"lower\"")
                .containsPattern("\"isleOverHost\": \\d")
                .containsPattern("\"iterations\": \\[\\[[^\\]]+, [^\\]]+\\], \\[[^\\]]+, [^\\]]+\\]\\]");
        assertThat(folder.resolve("log")).content().contains("# host: " + JDK, "# isle: " + folder);
    }

    @Test
    void runsEachOfSeveralOnce() throws IOException {
        assertThat(run("--isle", sameJdk(""), "-f", "1", "-i", "1", "-p", "size=1", "Tiny", "roots"))
                .as(err())
                .isZero();
        assertThat(err().lines().map(line -> line.replaceAll(".*TinyBenchmark.", "")))
                .containsExactly(
                        "fails on host, 1 of 1",
                        "fails on isle, 1 of 1",
                        "roots on host, 1 of 1",
                        "roots on isle, 1 of 1");
        assertThat(Files.readString(folder.resolve("log")).split("# Fork: 1 of 1", -1))
                .hasSize(5);
    }

    @Test
    void aFailingSideIsAnError() throws IOException {
        assertThat(run("--isle", sameJdk("-Dtiny.fails=true"), "-f", "1", "-p", "size=1", "TinyBenchmark.fails"))
                .isEqualTo(1);
        assertThat(err()).contains("TinyBenchmark.fails failed on the isle: ", "asked to fail");
        assertThat(out()).isEmpty();
        assertThat(folder.resolve("results.json")).doesNotExist();
    }

    @Test
    void anIsleThatDiesIsAnError() throws IOException {
        String dies = lookAlike("case \"$*\" in *PrintPropertiesMain*) exec '" + JDK
                + "/bin/java' \"$@\" ;; esac; echo the isle broke >&2; exit 125");
        assertThat(run("--isle", dies, "-f", "1", "-p", "size=1", "TinyBenchmark.roots"))
                .isEqualTo(1);
        assertThat(err()).contains("failed on the isle: Forked VM failed with exit code 125", "the isle broke");
        assertThat(out()).isEmpty();
    }

    @Test
    void refusesWrongUsage() throws IOException {
        String isle = sameJdk("");
        assertUsage("--isle is missing", "Tiny");
        assertUsage("--isle: '/nowhere/bin/java' is not an executable file", "--isle", "/nowhere/bin/java");
        assertUsage("--isle is given twice", "--isle", isle, "--isle", isle);
        assertUsage("--isle needs a value", "--isle");
        assertUsage("-jvm is not for use here: name the two with --host and --isle", "--isle", isle, "-jvm", "java");
        assertUsage("-f 0: a benchmark on the other system needs", "--isle", isle, "-f", "0");
        assertUsage("no benchmark matches NoSuch", "--isle", isle, "NoSuch");
        assertUsage("unknown is not a recognized option", "--isle", isle, "--unknown");
    }

    private void assertUsage(String message, String... arguments) throws IOException {
        err.reset();
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err()).contains("HostAndIsle: " + message);
    }

    @Test
    void refusesAnotherJdk() throws IOException {
        String isle = sameJdk("");
        Files.writeString(folder.resolve("isle/release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertUsage("--host " + JDK.resolve("bin/java"), "--isle", isle);
        assertThat(err()).contains(isle + " is JDK 11.0.2; compare the same JDK");
        Files.delete(folder.resolve("isle/release"));
        assertUsage(
                "--isle: '" + isle + "' is not a JDK's: the file " + folder.resolve("isle/release"), "--isle", isle);
    }

    @Test
    void sidesTakeTurns() {
        assertThat(HostAndIsle.order(0)).containsExactly(Side.HOST, Side.ISLE);
        assertThat(HostAndIsle.order(1)).containsExactly(Side.ISLE, Side.HOST);
    }
}
