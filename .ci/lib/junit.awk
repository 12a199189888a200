# SPDX-License-Identifier: BSD-3-Clause
# Turns JUnit XML reports, as surefire and the invoker plugin write them (one element a line), into TAP result lines
# CLASS/METHOD, without a plan. A failure's text follows as comments.

function attribute(line, name,    text) {
	if (!match(line, " " name "=\"[^\"]*\""))
		return ""
	text = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
	gsub(/&#10;/, " ", text)
	gsub(/&quot;/, "\"", text)
	gsub(/&lt;/, "<", text)
	gsub(/&gt;/, ">", text)
	gsub(/&amp;/, "\\&", text)
	return text
}

function emit() {
	if (skipped)
		print "ok - " test " # SKIP " reason
	else
		print (failed ? "not ok - " : "ok - ") test
	printf "%s", text
	open = 0
}

/<testcase / {
	class = attribute($0, "classname")
	sub(/.*\./, "", class)
	name = attribute($0, "name")
	gsub(/[ #]/, "_", name)
	test = class == "" ? name : class "/" name
	open = 1
	failed = skipped = lines = 0
	text = reason = ""
	if ($0 ~ /\/>[ \t]*$/)
		emit()
}

open && /<(failure|error)[ >\/]/ { failed = 1 }
open && /<skipped/ {
	skipped = 1
	reason = attribute($0, "message")
}
open && failed && lines++ < 40 { text = text "# " $0 "\n" }
open && /<\/testcase>/ { emit() }
