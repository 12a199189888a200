// SPDX-License-Identifier: BSD-3-Clause

File root = new File(basedir, 'target/root')
File image = new File(basedir, 'target/rootfs.erofs')
String section = '.hermit.rootfs'
def run = { List<String> command ->
    Process process = command.execute()
    process.waitForOrKill(60_000)
    assert process.exitValue() == 0 : command
}
run(['objcopy', '-O', 'binary', '--only-section=' + section, '--set-section-flags', section + '=alloc',
     new File(basedir, 'target/overlay-proxy').path, image.path])
run(['fsck.erofs', '--extract=' + root.path, '--no-preserve-owner', image.path])
assert new File(root, 'etc/motd').text == 'welcome\n'
assert new File(root, 'etc/passwd').isFile()
