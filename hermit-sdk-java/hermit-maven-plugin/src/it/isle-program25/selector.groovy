// SPDX-License-Identifier: BSD-3-Clause

// Skipped where the machine has no JDK 25.
List<File> homes = [System.getenv('JAVA_HOME_25'), System.getenv('JAVA_HOME')].findAll { it }.collect { new File(it) }
homes.addAll(new File('/usr/lib/jvm').listFiles() ?: [])
return homes.any { new File(it, 'bin/jlink').canExecute() && new File(it, 'release').text.contains('JAVA_VERSION="25') }
