// SPDX-License-Identifier: BSD-3-Clause

/** A few lines for a debugger: the line numbers are known to the test. */
public final class Steps {
    private Steps() {}

    public static void main(String[] arguments) {
        int total = 0;
        for (int i = 1; i <= 3; i++) {
            total = add(total, i);
        }
        System.out.println("total " + total);
    }

    private static int add(int left, int right) {
        int result = left + right;
        return result;
    }
}
