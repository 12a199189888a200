// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.List;
import java.util.Map;

/**
 * Arguments and environment come through unchanged, odd ones too.
 *
 * @args '' 'two words' 'quote"s' "it's" 'ä €' '*' '$HOME' '--' '-Dx=y'
 * @env IT_EMPTY=
 * @env IT_ODD= a=b;c "d"
 */
final class Arguments {
    private Arguments() {}

    public static void main(String[] args) {
        var expected = List.of("", "two words", "quote\"s", "it's", "ä €", "*", "$HOME", "--", "-Dx=y");
        Expect.equal(expected, List.of(args), "arguments");
        Map<String, String> environment = System.getenv();
        Expect.equal("", environment.get("IT_EMPTY"), "an empty variable");
        Expect.equal(" a=b;c \"d\"", environment.get("IT_ODD"), "an odd variable");
    }
}
