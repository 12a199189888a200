// SPDX-License-Identifier: BSD-3-Clause

// The JDK that runs Maven, offered as a toolchain of a vendor that only this project asks for.
new File(basedir, 'toolchains.xml').text = """\
<toolchains>
  <toolchain>
    <type>jdk</type>
    <provides>
      <version>17</version>
      <vendor>it</vendor>
    </provides>
    <configuration>
      <jdkHome>${System.getProperty('java.home')}</jdkHome>
    </configuration>
  </toolchain>
</toolchains>
"""
return true
