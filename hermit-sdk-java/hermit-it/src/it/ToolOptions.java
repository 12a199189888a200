// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * HotSpot reads its options from the environment and from files.
 *
 * @before printf '%s\n' -Dfrom.file=yes >options.txt; printf '%s\n' '-Dfrom.arguments=1' >arguments.txt
 * @env JAVA_TOOL_OPTIONS=-Dfrom.environment=yes
 * @jvm @arguments.txt -XX:VMOptionsFile=options.txt
 * @stderr grep -q 'Picked up JAVA_TOOL_OPTIONS: -Dfrom.environment=yes'
 */
final class ToolOptions {
    private ToolOptions() {}

    public static void main(String[] args) {
        Expect.equal("yes", System.getProperty("from.environment"), "property of JAVA_TOOL_OPTIONS");
        Expect.equal("yes", System.getProperty("from.file"), "property of the options file");
        Expect.equal("1", System.getProperty("from.arguments"), "property of the argument file");
    }
}
