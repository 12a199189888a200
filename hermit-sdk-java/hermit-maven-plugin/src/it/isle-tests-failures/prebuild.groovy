// SPDX-License-Identifier: BSD-3-Clause

// The invoker copies files without their permissions.
assert new File(basedir, 'qemu-that-dies').setExecutable(true)
