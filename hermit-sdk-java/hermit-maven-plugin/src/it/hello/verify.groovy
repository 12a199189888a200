// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

File proxy = new File(basedir, 'target/hello-proxy')
assert proxy.canExecute()
assert new File(basedir, 'target/hello-1.0.jar').isFile()

String sections = ['readelf', '-SW', proxy.path].execute().text
['.hermit.kernel', '.hermit.rootfs', '.hermit.manifest'].each { assert sections.contains(it) }
assert manifest(proxy).contains('\nx-main-class=Hello\n')

// Installed beside the jar, never in its place.
File repository = new File(localRepositoryPath, 'org/hermitcore/it/hello/1.0')
assert new File(repository, 'hello-1.0.jar').length() < 100_000
assert new File(repository, 'hello-1.0-proxy.bin').length() == proxy.length()

List<String> log = new File(basedir, 'build.log').readLines()
assert log.any { it ==~ /\[INFO\] using JDK .* in .* \(the one that runs Maven\)/ }
assert log.any { it ==~ /\[INFO\] .*target\/hello-proxy \([0-9.]+ MiB, built in [0-9.]+ s\)/ }
assert !log.any { it.contains('\r') }
