// SPDX-License-Identifier: BSD-3-Clause

// The report of a class, after checking what every report must say.
def report(String folder, String name) {
    def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, "target/${folder}/TEST-${name}.xml"))
    assert [suite.@tests, suite.@failures, suite.@errors, suite.@skipped]*.text() == ['4', '0', '0', '1'] : "$folder $name"
    assert suite.testcase.collect { it.@name.text() }.toSet() == ['prints', 'printsMuch', 'seesTheProject', 'isSkipped'].toSet()
    suite
}

// What its test has printed: the JDK's folder, and the number of the fork.
List place(suite) {
    String out = suite.testcase.find { it.@name.text() == 'prints' }.'system-out'.text()
    def found = out =~ /java\.home (\S+) fork number (\d+)/
    assert found.find() : out
    [found.group(1), found.group(2)]
}

Map places = [:]
['one-fork', 'two-forks', 'linux'].each { folder ->
    places[folder] = ['FirstTest', 'SecondTest'].collect { place(report(folder, it)) }
    // Surefire dumps there what it cannot read of its channel
    assert new File(basedir, "target/$folder").listFiles().every { !it.name.contains('dump') } : folder
}
['one-fork', 'two-forks'].each { folder ->
    assert places[folder].every { it[0] == '/jdk' } : places
}
assert places['one-fork']*.get(1).toSet().size() == 1
assert places['two-forks']*.get(1).toSet().size() == 2
assert places['linux'].every { it[0] != '/jdk' } : places

String log = new File(basedir, 'build.log').text
assert !log.contains('Corrupted channel')
// said by a fork that its channel has not ended within 30 seconds
assert !log.contains('going to kill self fork JVM')
