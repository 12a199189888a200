// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

String text = manifest(new File(basedir, 'target/precedence-proxy'))
assert text.contains('\nmemory=512M\n')
assert text.contains('\ncores=2\n')
assert text.contains('\ncwd=/tmp\n')
assert text.contains('\nenv=BOTH=command line\nenv=FROM_POM=pom\n')
