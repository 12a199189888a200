#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Unpacks lwIP's sources into FOLDER/src and applies our patches.
#
#   fetch.sh FOLDER
#
# The sources are those of Debian's source package lwip. apt-get downloads it with settings of its own, in which the
# machine's package sources are read as sources of source packages; the machine's settings stay as they are. The tarball
# must have the sum of lwip.sha256, whatever the package's revision is; that is noted in FOLDER/lwip.revision.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
read -r sum name <"$here/lwip.sha256"

die() {
	echo "fetch.sh: $*" >&2
	exit 1
}

# apt's lists of sources, in both of its formats, with deb-src for deb.
write_sources() {
	local list
	mkdir -p "$folder/apt/sources.list.d" "$folder/apt/lists/partial" "$folder/apt/cache"
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ ! -f "$list" ] || sed -n 's/^deb[[:space:]]/deb-src /p' "$list" >"$folder/apt/sources.list.d/${list##*/}"
		[ "$list" != /etc/apt/sources.list ] || mv -f "$folder/apt/sources.list.d/sources.list" \
			"$folder/apt/sources.list.d/main.list" 2>/dev/null || true
	done
	for list in /etc/apt/sources.list.d/*.sources; do
		[ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$folder/apt/sources.list.d/${list##*/}"
	done
}

apt_source() {
	apt-get -q -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" -o Dir::Etc::sourcelist=/dev/null \
		-o Dir::Etc::sourceparts="$folder/apt/sources.list.d" -o APT::Sandbox::User=root -o Debug::NoLocking=1 \
		-o APT::Get::List-Cleanup=0 "$@"
}

download() {
	echo "  FETCH lwip"
	write_sources
	{ apt_source update && (cd "$folder" && apt_source source --download-only lwip); } >"$folder/apt.log" 2>&1 ||
		die "cannot download the source package lwip (see $folder/apt.log)"
	rm -rf "$folder/apt"
	[ -f "$folder/$name" ] || die "the source package lwip has no $name; the port is made for that version"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -f "$folder/$name" ] || download
echo "$sum  $folder/$name" | sha256sum --quiet --check ||
	die "$folder/$name is not the tarball that lwip.sha256 names"
sed -n 's/^Version: //p' "$folder"/*.dsc | tail -n 1 >"$folder/lwip.revision"

rm -rf "$folder/src"
mkdir -p "$folder/src"
tar -xf "$folder/$name" -C "$folder/src" --strip-components=1
find "$folder/src" -name '*.[ch]' -exec sed -i 's/\r$//' {} + # some files have CRs, which patches should not need
for patch in "$here"/patches/*.patch; do
	[ ! -f "$patch" ] || patch -s -p1 -d "$folder/src" <"$patch" ||
		die "$patch does not apply to lwip $(cat "$folder/lwip.revision")"
done
