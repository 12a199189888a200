// SPDX-License-Identifier: BSD-3-Clause

// Runs a command with the given input and returns status, standard output and standard error.
Map run(List<String> command, String input = '') {
    Process process = command.execute(null, basedir)
    StringBuilder out = new StringBuilder()
    StringBuilder err = new StringBuilder()
    process.consumeProcessOutput(out, err)
    process.outputStream.withStream { it << input }
    process.waitForOrKill(120_000)
    [status: process.exitValue(), out: out.toString(), err: err.toString()]
}

Map result = run([new File(basedir, 'target/isle-natives-proxy').path])
assert result.out == 'natives loaded\n' : result
assert result.status == 0
