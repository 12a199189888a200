// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.util.Map;

/** Linux' error numbers on x86-64 ({@code asm-generic/errno.h}), as far as the kernel's interface returns them. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EIO = 5;
    public static final int ENOMEM = 12;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EINVAL = 22;
    public static final int ERANGE = 34;
    public static final int ENOSYS = 38;
    public static final int EOPNOTSUPP = 95;

    private static final Map<Integer, String> NAMES = Map.of(
            EPERM, "EPERM",
            ENOENT, "ENOENT",
            EIO, "EIO",
            ENOMEM, "ENOMEM",
            EFAULT, "EFAULT",
            EBUSY, "EBUSY",
            EINVAL, "EINVAL",
            ERANGE, "ERANGE",
            ENOSYS, "ENOSYS",
            EOPNOTSUPP, "EOPNOTSUPP");

    private Errno() {}

    /** The name in C, or {@code errno N} for one that is not expected here. */
    public static String name(int errno) {
        return NAMES.getOrDefault(errno, "errno " + errno);
    }
}
