// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

List<String> lines = new File(basedir, 'build.log').readLines().findAll { it.contains('incremental-proxy (') }
assert lines.size() == 3
assert lines[0].contains('built in')
assert lines[1].contains('up to date, checked in')
assert lines[2].contains('built in')
assert manifest(new File(basedir, 'target/incremental-proxy')).contains('\narg=Hello\narg=one word\narg=two\n')
