// SPDX-License-Identifier: BSD-3-Clause
import java.nio.charset.StandardCharsets;

public final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
        String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("arguments " + String.join("|", arguments));
        System.out.println("variable " + System.getenv("FROM_POM"));
        System.out.println("input " + input.strip());
        System.out.println("java " + Runtime.version().feature());
        System.err.println("to standard error");
        System.exit(arguments.length);
    }
}
