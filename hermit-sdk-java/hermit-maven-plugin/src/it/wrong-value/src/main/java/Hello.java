// SPDX-License-Identifier: BSD-3-Clause
public final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("greetings " + String.join("|", arguments));
    }
}
