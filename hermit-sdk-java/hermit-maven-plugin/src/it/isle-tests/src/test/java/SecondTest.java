// SPDX-License-Identifier: BSD-3-Clause

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Prints where it runs; the other class is the same. */
class SecondTest {
    @Test
    void prints() {
        System.out.println("java.home " + System.getProperty("java.home") + " fork " + System.getProperty("fork"));
        System.err.println("to stderr");
    }

    /** Bytes that the channel of Surefire has to carry among its own. */
    @Test
    void printsMuch() {
        for (int i = 0; i < 500; i++) {
            System.out.println("Zeile " + i + " – äöü €");
        }
        System.out.write(0);
        System.out.flush();
    }

    @Test
    void seesTheProject() {
        assertTrue(Files.exists(Path.of("src/test/java/SecondTest.java")));
        assertEquals(Path.of("").toAbsolutePath().toString(), System.getProperty("basedir"));
    }

    @Test
    @Disabled("so that the report has one")
    void isSkipped() {}
}
