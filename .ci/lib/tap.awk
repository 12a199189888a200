# SPDX-License-Identifier: BSD-3-Clause
# Reads the TAP 13 (Test Anything Protocol) of one suite, prints a line per test while it runs and the output of those
# that failed. At the end the counts "PASSED FAILED SKIPPED" go to a file.
# Variables: suite (its name), result (the file).
# What is printed before a result line belongs to that test, and so do comments and indented lines after a failure.

BEGIN {
	planned = -1
	seen = passed = failed = skipped = 0
}

function flush_diagnostics() {
	# Called when a test's diagnostics are complete: at the next result line or at the end.
	if (last_failed)
		printf "%s", diagnostics
	diagnostics = ""
	last_failed = 0
	fflush()
}

function report(word, name, extra) {
	printf "  %-4s %s/%s%s\n", word, suite, name, extra
	if (word == "FAIL")
		printf "%s", before
	before = ""
	fflush()
}

# "ok 3 - name # SKIP why" and the like: number and dash are optional.
function take_result(line, is_ok,    directive, name, reason, comment) {
	flush_diagnostics()
	seen++
	sub(/^(not )?ok */, "", line)
	sub(/^[0-9]+ */, "", line)
	sub(/^- */, "", line)
	directive = ""
	if (match(line, / *# *(SKIP|skip|Skip)/)) {
		directive = substr(line, RSTART)
		line = substr(line, 1, RSTART - 1)
		sub(/^ *# */, "", directive)
	}
	comment = ""
	if (match(line, / +# /)) {
		comment = "  " substr(line, RSTART + RLENGTH)
		line = substr(line, 1, RSTART - 1)
	}
	name = line == "" ? "test-" seen : line
	reason = directive
	sub(/^[A-Za-z]+[: ]*/, "", reason)
	if (directive != "") {
		skipped++
		report("skip", name, reason == "" ? "" : " (" reason ")")
	} else if (is_ok) {
		passed++
		report("ok", name, comment)
	} else {
		failed++
		last_failed = 1
		report("FAIL", name, comment)
	}
}

function note_failure(name, why) {
	flush_diagnostics()
	failed++
	report("FAIL", name, ": " why)
}

/^TAP version/ { next }
/^1\.\.[0-9]+/ {
	planned = substr($1, 4) + 0
	if (planned == 0 && match($0, /# *(SKIP|skip|Skip)/)) {
		why = substr($0, RSTART + RLENGTH + 1)
		skipped++
		report("skip", "all", " (" why ")")
		whole_skipped = 1
	}
	next
}
/^Bail out!/ {
	before = before "\t" $0 "\n"
	bailed = 1
	next
}
/^ok( |$)/ { take_result($0, 1); next }
/^not ok( |$)/ { take_result($0, 0); next }
{
	line = "\t" $0 "\n"
	if (last_failed && /^[# \t]/) {
		diagnostics = diagnostics line
		next
	}
	before = before line
	# A test that floods its log must not eat the machine's memory: keep the end.
	if (length(before) > 65536)
		before = substr(before, length(before) - 49152)
}

END {
	flush_diagnostics()
	if (bailed)
		note_failure("bail-out", "the suite gave up")
	else if (planned >= 0 && planned != seen && !whole_skipped)
		note_failure("plan", "announced " planned " tests, ran " seen)
	else if (seen == 0 && !whole_skipped)
		note_failure("empty", "the suite ran no test")
	printf "%d %d %d\n", passed, failed, skipped >result
}
