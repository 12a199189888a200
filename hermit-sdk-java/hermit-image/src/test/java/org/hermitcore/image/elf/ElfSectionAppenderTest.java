// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.image.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.fornwall.jelf.ElfFile;
import org.hermitcore.image.ImageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result is read back with jelf, which shares no code with the appender, and by Linux, which runs it. */
class ElfSectionAppenderTest {
    private static final Path TEMPLATE = Path.of("/bin/true");
    private static final int SECTION_TABLE_OFFSET = 40;
    private static final int SECTION_COUNT = 60;

    @TempDir
    Path folder;

    private Path output;
    private byte[] big;

    @BeforeEach
    void setUp() {
        output = folder.resolve("output");
        big = new byte[3 * ElfSectionAppender.ALIGNMENT + 17];
        new Random(1).nextBytes(big);
    }

    @Test
    void appendedSectionsHaveNameAlignmentAndBytes() throws IOException {
        Path file = Files.write(folder.resolve("file"), big);
        new ElfSectionAppender(TEMPLATE)
                .add(".first", file)
                .add(".second", new byte[] {1, 2, 3})
                .add(".empty", new byte[0])
                .writeTo(output);

        assertSection(".first", big);
        assertSection(".second", new byte[] {1, 2, 3});
        assertSection(".empty", new byte[0]);
    }

    private void assertSection(String name, byte[] expected) throws IOException {
        byte[] file = Files.readAllBytes(output);
        var section = ElfFile.from(file).firstSectionByName(name);
        assertThat(section).as(name).isNotNull();
        assertThat(section.header.sh_type).isEqualTo(ElfSection.TYPE_PROGBITS);
        assertThat(section.header.sh_flags).isZero();
        assertThat(section.header.sh_addr).isZero();
        assertThat(section.header.sh_offset % ElfSectionAppender.ALIGNMENT).isZero();
        int start = (int) section.header.sh_offset;
        assertThat(Arrays.copyOfRange(file, start, start + (int) section.header.sh_size))
                .isEqualTo(expected);
    }

    @Test
    void sectionsOfTheTemplateStay() throws IOException {
        new ElfSectionAppender(TEMPLATE).add(".extra", big).writeTo(output);

        ElfFile before = ElfFile.from(TEMPLATE.toFile());
        ElfFile after = ElfFile.from(output.toFile());
        assertThat(after.e_shnum).isEqualTo((short) (before.e_shnum + 1));
        for (int i = 1; i < before.e_shnum; i++) {
            assertThat(after.getSection(i).header.getName())
                    .isEqualTo(before.getSection(i).header.getName());
            if (i != before.e_shstrndx) {
                assertThat(after.getSection(i).header.sh_offset).isEqualTo(before.getSection(i).header.sh_offset);
                assertThat(after.getSection(i).header.sh_size).isEqualTo(before.getSection(i).header.sh_size);
            }
        }
    }

    @Test
    void templateIsKeptByteForByteButForThreeFields() throws IOException {
        new ElfSectionAppender(TEMPLATE).add(".extra", big).writeTo(output);

        byte[] template = Files.readAllBytes(TEMPLATE);
        byte[] actual = Arrays.copyOf(Files.readAllBytes(output), template.length);
        System.arraycopy(template, SECTION_TABLE_OFFSET, actual, SECTION_TABLE_OFFSET, Long.BYTES);
        System.arraycopy(template, SECTION_COUNT, actual, SECTION_COUNT, 2 * Short.BYTES);
        assertThat(actual).isEqualTo(template);
    }

    @Test
    void resultStillRuns() throws Exception {
        new ElfSectionAppender(TEMPLATE).add(".extra", big).writeTo(output);

        assertThat(Files.getPosixFilePermissions(output)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = new ProcessBuilder(output.toString()).start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void templateWithoutSectionTableGetsOne() throws Exception {
        Path stripped = folder.resolve("stripped");
        byte[] bytes = Files.readAllBytes(TEMPLATE);
        Arrays.fill(bytes, SECTION_TABLE_OFFSET, SECTION_TABLE_OFFSET + Long.BYTES, (byte) 0);
        Arrays.fill(bytes, SECTION_COUNT, SECTION_COUNT + 2 * Short.BYTES, (byte) 0);
        Files.write(stripped, bytes);

        new ElfSectionAppender(stripped).add(".only", big).writeTo(output);

        assertSection(".only", big);
        assertThat(ElfFile.from(output.toFile()).e_shnum).isEqualTo((short) 3);
    }

    @Test
    void sameInputGivesSameBytes() throws IOException {
        Path again = folder.resolve("again");
        new ElfSectionAppender(TEMPLATE).add(".a", big).add(".b", new byte[5]).writeTo(output);
        new ElfSectionAppender(TEMPLATE).add(".a", big).add(".b", new byte[5]).writeTo(again);

        assertThat(again).hasSameBinaryContentAs(output);
    }

    @Test
    void refusesASectionThatIsThere() throws IOException {
        new ElfSectionAppender(TEMPLATE).add(".extra", big).writeTo(output);

        assertThatThrownBy(
                        () -> new ElfSectionAppender(output).add(".extra", big).writeTo(folder.resolve("twice")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(output.toString())
                .hasMessageContaining(".extra");
        assertThat(folder)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("twice"));
    }

    @Test
    void failureLeavesTheOldOutput() throws IOException {
        Files.writeString(output, "old");
        Path notElf = Files.writeString(folder.resolve("text"), "#!/bin/sh\n".repeat(20));

        assertThatThrownBy(() -> new ElfSectionAppender(notElf).add(".a", big).writeTo(output))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no ELF magic");
        assertThat(output).hasContent("old");
    }

    @Test
    void damagedHeadersNeverCauseAnythingButAnImageException() throws IOException {
        byte[] template = Files.readAllBytes(TEMPLATE);
        Random random = new Random(2);
        Path damaged = folder.resolve("damaged");
        for (int round = 0; round < 300; round++) {
            byte[] bytes = template.clone();
            for (int i = 0; i < 4; i++) {
                boolean inHeader = random.nextBoolean();
                int table = template.length - 64 * 20;
                bytes[inHeader ? random.nextInt(64) : table + random.nextInt(64 * 20)] = (byte) random.nextInt();
            }
            Files.write(
                    damaged,
                    Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length));
            try {
                new ElfSectionAppender(damaged).add(".a", new byte[1]).writeTo(output);
            } catch (ImageException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }
}
