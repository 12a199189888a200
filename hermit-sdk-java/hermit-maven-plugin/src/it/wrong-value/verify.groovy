// SPDX-License-Identifier: BSD-3-Clause

assert new File(basedir, 'build.log').text.contains("<memory> (-Dhermit.memory): 'lots' is not a number with suffix M or G")
