// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Standard input arrives complete and ends.
 *
 * @case text 0 -Dlines=3 -Dsum=6
 * @case large 0 -Dlines=200000 -Dsum=20000100000
 * @case empty 0 -Dlines=0 -Dsum=0
 * @stdin-from case $CASE in text) printf '1\n2\n3' ;; large) seq 1 200000 ;; esac
 */
final class StandardInput {
    private StandardInput() {}

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in));
        int lines = 0;
        long sum = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines++;
            sum += Long.parseLong(line);
        }
        Expect.equal(Integer.getInteger("lines"), lines, "lines");
        Expect.equal(Long.getLong("sum"), sum, "sum");
        Expect.equal(-1, System.in.read(), "what follows the end");
    }
}
