// SPDX-License-Identifier: BSD-3-Clause
import library.Library;
import picocli.CommandLine;

public final class Program {
    private Program() {}

    public static void main(String[] arguments) {
        System.out.println(Library.text() + ", picocli " + CommandLine.VERSION);
    }
}
