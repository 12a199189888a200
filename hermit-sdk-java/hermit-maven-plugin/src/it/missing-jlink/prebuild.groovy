// SPDX-License-Identifier: BSD-3-Clause

// Cloning does not keep permissions.
new File(basedir, 'jre/bin').listFiles().each { it.executable = true }
return true
