// SPDX-License-Identifier: BSD-3-Clause
public final class Service {
    private Service() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0) {
            System.exit(3);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("closed")));
        System.err.println("ready after " + ProcessHandle.current().pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}
