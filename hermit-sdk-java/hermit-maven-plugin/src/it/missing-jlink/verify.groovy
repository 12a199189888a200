// SPDX-License-Identifier: BSD-3-Clause

String log = new File(basedir, 'build.log').text
assert log.contains("<jdk> (-Dhermit.jdk): '${basedir}/jre' has no bin/jlink")
assert log.contains('openjdk-17-jdk-headless')
