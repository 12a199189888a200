// SPDX-License-Identifier: BSD-3-Clause

// The manifest is plain text in the executable's last 64 KiB.
String manifest(File proxy) {
    byte[] bytes = proxy.bytes
    String end = new String(bytes, Math.max(0, bytes.length - 65536), Math.min(65536, bytes.length), 'UTF-8')
    int start = end.indexOf('hermit.manifest=1\n')
    end.substring(start, end.indexOf('\ncrc32c=', start) + 1)
}

File proxy = new File(basedir, 'target/javacpp-proxy')
assert manifest(proxy).contains('\narg=-Dorg.bytedeco.javacpp.cachedir=/app/javacpp\n')

String section = '.hermit.rootfs'
File image = new File(basedir, 'target/rootfs.erofs')
File root = new File(basedir, 'target/root')
def run = { List<String> command ->
    Process process = command.execute()
    process.waitForOrKill(60_000)
    assert process.exitValue() == 0 : command
}
run(['objcopy', '-O', 'binary', '--only-section=' + section, '--set-section-flags', section + '=alloc', proxy.path, image.path])
run(['fsck.erofs', '--extract=' + root.path, '--preserve-perms', '--no-preserve-owner', image.path])
List<File> libraries = []
new File(root, 'app/javacpp').eachFileRecurse { if (it.name == 'libjnijavacpp.so') libraries << it }
assert libraries.size() == 1

// On Linux, with the image's JDK, jars and cache: found, so nothing is extracted.
String log = [new File(root, 'jdk/bin/java').path, '-Dorg.bytedeco.javacpp.logger.debug=true',
              '-Dorg.bytedeco.javacpp.cachedir=' + new File(root, 'app/javacpp'), '-cp', new File(root, 'app/lib').path + '/*', 'Natives']
    .execute().with { Process it ->
        StringBuilder all = new StringBuilder()
        it.waitForProcessOutput(all, all)
        all.toString()
    }
assert log.contains('natives loaded')
assert !log.contains('Extracting')
