// SPDX-License-Identifier: BSD-3-Clause
package it;

import com.sun.tools.attach.VirtualMachine;

/**
 * A JVM attaches to itself, as mocking libraries do to load their agent: by .attach_pid, SIGQUIT and the socket in /tmp.
 * No thread dump comes of it.
 *
 * @jvm -Djdk.attach.allowAttachSelf=true
 * @after [ "$(grep -c 'Full thread dump' "$OUT")" = 0 ]
 */
final class AttachSelf {
    private AttachSelf() {}

    public static void main(String[] args) throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        for (int i = 0; i < 3; i++) {
            VirtualMachine machine = VirtualMachine.attach(pid);
            Object home = machine.getSystemProperties().get("java.home");
            Expect.equal(System.getProperty("java.home"), home, "java.home");
            machine.detach();
        }
    }
}
