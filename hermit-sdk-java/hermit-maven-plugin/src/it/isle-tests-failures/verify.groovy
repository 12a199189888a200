// SPDX-License-Identifier: BSD-3-Clause

def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/surefire-reports/TEST-FailureTest.xml'))
assert [suite.@tests, suite.@failures, suite.@errors]*.text() == ['3', '1', '1']

String log = new File(basedir, 'build.log').text
assert log.contains('one is not two')
assert log.contains('on purpose')
assert log.contains('The forked VM terminated without properly saying goodbye')
assert (log =~ /Process Exit Code: 3\b/).find()
assert (log =~ /Process Exit Code: 125\b/).find()
assert log.contains('BUILD FAILURE')
assert !log.contains('Corrupted channel')
assert !log.contains('going to kill self fork JVM')
assert !new File(basedir, 'target/die').exists()
