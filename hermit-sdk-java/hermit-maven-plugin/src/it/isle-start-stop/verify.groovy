// SPDX-License-Identifier: BSD-3-Clause

List<String> output = new File(basedir, 'target/isle-start-stop-proxy.log').readLines()
assert output.size() == 2
assert output[0] ==~ /ready after \d+/
assert output[1] == 'closed'

String log = new File(basedir, 'build.log').text
int started = log.indexOf("started '")
assert started > 0
assert log.indexOf("stopped '") > started
assert log.contains("the program ended with status 3 and gave no output that '^ready after' (<readyOutput>) finds, see ")
