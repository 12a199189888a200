// SPDX-License-Identifier: BSD-3-Clause

assert new File(basedir, 'target/toolchain-proxy').canExecute()
assert new File(basedir, 'build.log').readLines().any { it ==~ /.* using JDK .* \(toolchain\)/ }
