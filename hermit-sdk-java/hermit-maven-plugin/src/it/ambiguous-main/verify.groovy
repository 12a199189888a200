// SPDX-License-Identifier: BSD-3-Clause

String log = new File(basedir, 'build.log').text
assert log.contains('<mainClass> (-Dhermit.mainClass): 2 classes in ')
assert log.contains('choose one of First, Second')
assert !new File(basedir, 'target/ambiguous-main-proxy').exists()
