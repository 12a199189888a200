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

Map result = run([new File(basedir, 'target/isle-program-proxy').path, 'a', 'b c'], 'from the caller\n')
assert result.out == 'arguments a|b c\nvariable a value\ninput from the caller\njava ' + Runtime.version().feature() + '\n' : result
assert result.err.contains('to standard error')
assert result.status == 2
