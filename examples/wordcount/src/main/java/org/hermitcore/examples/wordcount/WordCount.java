// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.wordcount;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * Counts the words of a file of the host and writes the counts to another one, byte for byte what this pipeline prints in the C
 * locale:
 *
 * <pre>
 *   tr -s '[:space:]' '\n' &lt;INPUT | sed '/^$/d' | sort | uniq -c &gt;OUTPUT
 * </pre>
 *
 * <p>Arguments: {@code INPUT OUTPUT}. Exit status 1 where a file cannot be read or written.
 */
public final class WordCount {
    /** One character for each byte: words are compared by their bytes, whatever encoding they have. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    /** {@code isspace} of the C locale. */
    private static final String SPACES = " \t\n\u000b\f\r";

    /** As wide as uniq writes it, and wider for larger numbers. */
    private static final int COUNT_WIDTH = 7;

    private WordCount() {}

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: wordcount INPUT OUTPUT");
            System.exit(2);
        }
        try {
            Map<String, Integer> counts = count(Path.of(arguments[0]));
            write(counts, Path.of(arguments[1]));
            System.out.println(counts.size() + " different words");
        } catch (IOException e) {
            System.err.println("wordcount: " + e);
            System.exit(1);
        }
    }

    /** How often each word occurs, sorted by the bytes of the words. */
    static Map<String, Integer> count(Path input) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        StringTokenizer words = new StringTokenizer(Files.readString(input, BYTES), SPACES);
        while (words.hasMoreTokens()) {
            counts.merge(words.nextToken(), 1, Integer::sum);
        }
        return counts;
    }

    static void write(Map<String, Integer> counts, Path output) throws IOException {
        try (Writer writer = Files.newBufferedWriter(output, BYTES)) {
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                String count = entry.getValue().toString();
                writer.write(" ".repeat(Math.max(0, COUNT_WIDTH - count.length())));
                writer.write(count + " " + entry.getKey() + "\n");
            }
        }
    }
}
