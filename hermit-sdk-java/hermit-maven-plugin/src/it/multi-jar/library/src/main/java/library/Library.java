// SPDX-License-Identifier: BSD-3-Clause
package library;

public final class Library {
    private Library() {}

    /** Names a module that the program itself does not name. */
    public static String describe(java.sql.SQLException failure) {
        return failure.getSQLState();
    }

    public static String text() {
        return "text of the library";
    }
}
