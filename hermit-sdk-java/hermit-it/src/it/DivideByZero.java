// SPDX-License-Identifier: BSD-3-Clause
package it;

/** Compiled code divides without looking at the divisor: SIGFPE by idiv becomes ArithmeticException. */
final class DivideByZero {
    private DivideByZero() {}

    private static int divide(int a, int b) {
        return a / b;
    }

    private static long remainder(long a, long b) {
        return a % b;
    }

    static void check() {
        int thrown = 0;
        long sum = 0;
        for (int i = 1; i <= 300_000; i++) {
            int divisor = i > 200_000 && i % 1000 == 0 ? 0 : i;
            try {
                sum += divide(1_000_000, divisor);
                sum += remainder(1_000_000, divisor);
            } catch (ArithmeticException expected) {
                Expect.that(expected.getMessage() == null || expected.getMessage().contains("zero"), "message");
                thrown++;
            }
        }
        Expect.equal(100, thrown, "ArithmeticExceptions");
        Expect.that(sum > 0, "the loop did its work");
        Expect.equal(Integer.MIN_VALUE, divide(Integer.MIN_VALUE, -1), "the quotient that does not fit");
        Expect.equal(0L, remainder(Long.MIN_VALUE, -1), "its remainder");
        Expect.thrown(ArithmeticException.class, () -> remainder(1, 0));
    }
}
