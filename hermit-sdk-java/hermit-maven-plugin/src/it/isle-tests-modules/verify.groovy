// SPDX-License-Identifier: BSD-3-Clause

File reports = new File(basedir, 'target/surefire-reports')
def suite = new groovy.xml.XmlSlurper().parse(new File(reports, 'TEST-org.hermitcore.it.modules.AnswerTest.xml'))
assert [suite.@tests, suite.@failures, suite.@errors]*.text() == ['1', '0', '0']
assert reports.listFiles().every { !it.name.contains('dump') }
