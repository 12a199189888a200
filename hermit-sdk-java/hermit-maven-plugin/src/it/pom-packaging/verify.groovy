// SPDX-License-Identifier: BSD-3-Clause

assert new File(basedir, 'program/target/program-proxy').canExecute()
assert !new File(basedir, 'target').exists()
List<String> log = new File(basedir, 'build.log').readLines()
assert log.count { it.contains('using JDK') } == 1
assert !log.any { it.startsWith('[WARNING]') && it.contains('hermit') }
