// SPDX-License-Identifier: BSD-3-Clause

assert new File(basedir, 'target/skip-1.0.jar').isFile()
assert !new File(basedir, 'target/skip-proxy').exists()
assert new File(basedir, 'build.log').text.contains('skipped, as hermit.skip says')
