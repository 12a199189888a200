# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# Linux' files on an isle: diod serves them, and only those that are shared.

test_working_folder() {
	expect_status 0 "$TESTS/host_files"
	expect 'what it leaves' host_files.txt "$(ls)"
	expect 'its lines' "$(seq 0 999 | sed 's/^/line /')" "$(cat host_files.txt)"
}

test_read_only() {
	mkdir data
	cd data || exit
	expect_status 1 env HERMIT_SHARE="$PWD:ro" "$TESTS/host_files"
	expect 'nothing was written' '' "$(ls)"
}

test_no_server_stays() {
	start_busy 2
	pgrep diod >/dev/null || fail 'no diod runs'
	wait "$PROXY"
	wait_for 5 sh -c '! pgrep diod'
}

test_server_dies() {
	start_busy 60
	pkill -9 diod
	wait_for 20 sh -c "! kill -0 $PROXY"
	wait "$PROXY" || true
	expect_next_start
}
