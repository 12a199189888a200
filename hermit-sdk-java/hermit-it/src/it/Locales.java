// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TimeZone;

/** Locales, character sets and time zones that are in other modules than java.base are there. */
final class Locales {
    private Locales() {}

    static void check() {
        Expect.equal("1.234.567,89", NumberFormat.getInstance(Locale.GERMANY).format(1234567.89), "a German number");
        var words = List.of("Zebra", "Äpfel", "Birne").stream().sorted(Collator.getInstance(Locale.GERMAN)).toList();
        Expect.equal(List.of("Äpfel", "Birne", "Zebra"), words, "the German order");
        for (String name : List.of("UTF-16", "ISO-8859-15", "windows-1252")) {
            var charset = Charset.forName(name);
            Expect.equal("ä€", new String("ä€".getBytes(charset), charset), "back from " + name);
        }
        var japanese = Charset.forName("Shift_JIS");
        Expect.equal("日本", new String("日本".getBytes(japanese), japanese), "back from Shift_JIS");
        Expect.equal(6, "日本".getBytes(StandardCharsets.UTF_8).length, "bytes in UTF-8");
        var zoned = Instant.ofEpochSecond(1_700_000_000L).atZone(ZoneId.of("Europe/Berlin"));
        Expect.equal("2023-11-14T23:13:20+01:00", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(zoned), "Berlin time");
        Expect.equal(19_800_000, TimeZone.getTimeZone("Asia/Kolkata").getRawOffset(), "Kolkata's offset in ms");
        Expect.that(ZoneId.systemDefault().getRules() != null, "there is a default time zone");
        Expect.thrown(java.util.MissingResourceException.class, () -> ResourceBundle.getBundle("no.such.bundle"));
    }
}
