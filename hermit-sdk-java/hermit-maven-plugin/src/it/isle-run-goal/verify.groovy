// SPDX-License-Identifier: BSD-3-Clause

String log = new File(basedir, 'build.log').text
assert log.contains('greetings one\n')
assert log.contains('greetings one|two three\n')
assert log.contains('ended with status 1')
