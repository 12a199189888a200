// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * A crash in JNI code ends the program by SIGABRT and leaves HotSpot's report in the working folder.
 *
 * @case null 134 -Dwhat=null
 * @case divide 134 -Dwhat=divide
 * @case abort 134 -Dwhat=abort
 * @after [ "$CASE" = abort ] || { cat hs_err_pid*.log | head -n 60 && grep -q 'C  \[libcrash.so' hs_err_pid*.log && grep -q 'it.NativeCrash.crash' hs_err_pid*.log && grep -q 'Register to memory mapping' hs_err_pid*.log; }
 */
final class NativeCrash {
    private NativeCrash() {}

    private static native void crash(String what);

    public static void main(String[] args) {
        System.load(System.getProperty("it.native") + "/libcrash.so");
        crash(System.getProperty("what"));
        System.out.println("still here");
    }
}
