# SPDX-License-Identifier: BSD-3-Clause
# Rows "SYSTEM NAME MEDIAN P10 P90 UNIT" of all rounds → for each measure and system the median of the rounds, the least and
# the most, and the median by that of the system `base`. `systems`: in the order that they are shown.
function sort(list, n, i, j, held) {
	for (i = 2; i <= n; i++) {
		held = list[i]
		for (j = i; j > 1 && list[j - 1] > held; j--)
			list[j] = list[j - 1]
		list[j] = held
	}
}
# Sets least and most, too.
function median(who, name, n, i, one) {
	n = count[who, name]
	for (i = 1; i <= n; i++)
		one[i] = values[who, name, i]
	sort(one, n)
	least = n ? one[1] : 0
	most = n ? one[n] : 0
	if (!n)
		return 0
	return n % 2 ? one[(n + 1) / 2] : (one[n / 2] + one[n / 2 + 1]) / 2
}
NF == 6 {
	values[$1, $2, ++count[$1, $2]] = $3 + 0
	if (!($2 in unit)) {
		unit[$2] = $6
		order[++names] = $2
	}
}
END {
	sides = split(systems, side, " ")
	printf "%-26s %-12s %10s %22s %10s\n", "", "", "median", "(least to most)", "by " base
	for (k = 1; k <= names; k++) {
		reference = median(base, order[k])
		for (s = 1; s <= sides; s++) {
			figure = median(side[s], order[k])
			printf "%-26s %-12s %10.2f %22s %10s\n", order[k] ", " unit[order[k]], side[s], figure,
				sprintf("(%.2f to %.2f)", least, most), reference ? sprintf("%.2f", figure / reference) : "-"
		}
	}
}
