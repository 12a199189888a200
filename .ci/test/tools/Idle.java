// SPDX-License-Identifier: BSD-3-Clause

/** Says "up" and waits to be ended. With the argument "crash": ends by a fault in native code. */
public final class Idle {
    private Idle() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("up " + ProcessHandle.current().pid());
        if (arguments.length > 0 && arguments[0].equals("crash")) {
            var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            ((sun.misc.Unsafe) field.get(null)).putAddress(16, 1);
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
