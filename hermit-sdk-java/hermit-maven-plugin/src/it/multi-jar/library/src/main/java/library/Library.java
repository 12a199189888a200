// SPDX-License-Identifier: BSD-3-Clause
package library;

public final class Library {
    private Library() {}

    public static String text() {
        return "text of the library";
    }
}
