#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Unpacks newlib's sources into FOLDER/src and applies our patches.
#
#   fetch.sh FOLDER
#
# The sources come from Debian's package newlib-source: the installed one, or the one that apt-get downloads. The
# tarball must have the sum of newlib.sha256, whatever the package's revision is; that is noted in FOLDER/newlib.revision.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
read -r sum name <"$here/newlib.sha256"
download=$folder/download

die() {
	echo "fetch.sh: $*" >&2
	exit 1
}

mkdir -p "$download"
if [ -f "/usr/src/newlib/$name" ]; then
	tarball=/usr/src/newlib/$name
	revision=$(dpkg-query -W -f '${Version}' newlib-source)
else
	package=$(find "$download" -name 'newlib-source_*.deb' | sort | tail -1)
	if [ -z "$package" ]; then
		echo "  FETCH newlib-source"
		(cd "$download" && apt-get -q download newlib-source >apt.log 2>&1) ||
			die "cannot download the package newlib-source (see $download/apt.log); try apt-get update, or install it"
		package=$(find "$download" -name 'newlib-source_*.deb' | sort | tail -1)
	fi
	revision=$(dpkg-deb -f "$package" Version)
	dpkg-deb -x "$package" "$download"
	tarball=$download/usr/src/newlib/$name
	[ -f "$tarball" ] || die "newlib-source $revision has no $name; the port is made for that version"
fi
echo "$sum  $tarball" | sha256sum --quiet --check ||
	die "$tarball (newlib-source $revision) is not the tarball that newlib.sha256 names"
echo "$revision" >"$folder/newlib.revision"

rm -rf "$folder/src"
mkdir -p "$folder/src"
tar -xf "$tarball" -C "$folder/src" --strip-components=1
for patch in "$here"/patches/*.patch; do
	patch -s -p1 -d "$folder/src" <"$patch" || die "$patch does not apply to newlib-source $revision"
done
