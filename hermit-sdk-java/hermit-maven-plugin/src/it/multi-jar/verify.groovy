// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

File proxy = new File(basedir, 'program/target/program-proxy')
String classPath = manifest(proxy).readLines().find { it.startsWith('arg=/app/lib/') }
assert classPath.startsWith('arg=/app/lib/program-1.0.jar:/app/lib/library-1.0.jar:/app/lib/picocli-')
assert classPath.count(':') == 2
// Only the library's classes name java.sql.
assert manifest(proxy).readLines().find { it.startsWith('x-modules=') }.contains('java.sql')
