// SPDX-License-Identifier: BSD-3-Clause

byte[] first = new File(basedir, 'target/reproducible-proxy').bytes
assert first.length > 10_000_000
assert Arrays.equals(first, new File(basedir, 'target/second').bytes)
assert new File(basedir, 'build.log').readLines().count { it.contains('MiB, built in') } == 2
