// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

String text = manifest(new File(basedir, 'target/jdk25-proxy'))
assert text.contains('\nx-jdk=25')
assert text.contains('\narg=--enable-native-access=ALL-UNNAMED\n')
assert new File(basedir, 'build.log').text.contains('(parameter jdk)')
