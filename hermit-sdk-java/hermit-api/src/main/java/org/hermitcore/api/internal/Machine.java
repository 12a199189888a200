// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.Topology;
import org.hermitcore.api.spi.NativeCalls;

/** Where the program runs, an isle or Linux, and the native functions that it has there. */
public final class Machine {
    /** Interface that this class is written for ({@code hermit/version.h}). */
    private static final int MAJOR_VERSION = 1;

    /** The kernel of an isle ends its release with this; so an isle is known as one without native functions too. */
    private static final String ISLE_RELEASE = "-hermit";

    private static final String REMEDY = "add the dependencies org.hermitcore:hermit-bindings and "
            + "org.hermitcore:hermit-bindings:linux-x86_64 to the program's class path (scope runtime)";

    private final NativeCalls calls; // null where there are none
    private final Throwable problem; // why there are none; null where none were found
    private final boolean isle;
    private final Path root;
    private final CoreHolds holds;

    private Machine(NativeCalls calls, Throwable problem, boolean isle, Path root) {
        this.calls = calls;
        this.problem = problem;
        this.isle = isle;
        this.root = root;
        this.holds = new CoreHolds(this);
    }

    /** The one that the program runs on. */
    public static Machine current() {
        return Current.MACHINE;
    }

    private static final class Current {
        static final Machine MACHINE = find();
    }

    private static Machine find() {
        Path root = Path.of("/");
        boolean release = System.getProperty("os.version", "").endsWith(ISLE_RELEASE);
        try {
            Iterator<NativeCalls> providers = ServiceLoader.load(NativeCalls.class, Machine.class.getClassLoader())
                    .iterator();
            return providers.hasNext() ? of(providers.next(), root) : new Machine(null, null, release, root);
        } catch (ServiceConfigurationError | LinkageError e) {
            return new Machine(null, e, release, root);
        }
    }

    /**
     * One with these native functions.
     *
     * @param root folder with Linux' {@code sys} and {@code proc}
     */
    public static Machine of(NativeCalls calls, Path root) {
        int version = calls.version();
        if (version >= 0 && version >> 16 != MAJOR_VERSION) {
            throw new IsleException(
                    Errno.ENOSYS,
                    "the isle's kernel has version " + (version >> 16)
                            + " of its interface, the program was written for " + MAJOR_VERSION
                            + ": package it again with the plugin of hermit-api's version");
        }
        return new Machine(calls, null, version >= 0, root);
    }

    /** One without native functions. */
    static Machine without(Throwable problem, boolean isle, Path root) {
        return new Machine(null, problem, isle, root);
    }

    public boolean isIsle() {
        return isle;
    }

    /** Native functions of an isle, empty on Linux. */
    public Optional<NativeCalls> isle() {
        return isle ? Optional.of(calls("Isle.current()")) : Optional.empty();
    }

    /** Native functions of an isle; an exception that says that `what` needs one elsewhere. */
    public NativeCalls isleCalls(String what) {
        if (!isle) {
            throw new IsleException(
                    Errno.ENOSYS,
                    what
                            + " needs an isle, and this is Linux: package the program with hermit-maven-plugin and start the"
                            + " executable that it makes");
        }
        return calls(what);
    }

    /** Native functions of an isle or of Linux; an exception that says what to do where they are missing. */
    public NativeCalls calls(String what) {
        if (calls != null) {
            return calls;
        }
        String reason = problem == null ? "was not found" : "cannot be loaded: " + rootMessage(problem);
        throw new IsleException(
                Errno.ENOSYS, what + " needs the native part of hermit-api, which " + reason + "; " + REMEDY, problem);
    }

    private static String rootMessage(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    public Topology topology() {
        return isle ? new IsleTopology(calls("Isle.topology()")).read() : new SysfsTopology(root).read();
    }

    public CoreHolds holds() {
        return holds;
    }

    public int currentCore() {
        NativeCalls functions = calls("Core.currentNumber()");
        return check(
                isle ? functions.currentCore() : functions.linuxCurrentCore(),
                "the core of thread '" + Thread.currentThread().getName() + "' cannot be asked for");
    }

    /** The result, or an exception where it is a negative errno. */
    public static int check(int result, String failure) {
        if (result < 0) {
            throw new IsleException(-result, failure);
        }
        return result;
    }
}
