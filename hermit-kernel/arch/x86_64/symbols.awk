# SPDX-License-Identifier: BSD-3-Clause
# nm -n output → NASM source of the symbol table (lib/symbols.c). Variable start: address of kernel_start, hexadecimal.
$2 ~ /^[tT]$/ && $3 !~ /[.$]/ && $1 >= start {
	names = names sprintf("\tdb \"%s\", 0\n", $3)
	rows = rows sprintf("\tdd 0x%s - 0x%s, %d\n", substr($1, 9), substr(start, 9), at)
	at += length($3) + 1
	count++
}
END {
	print "global symbol_count, symbol_table, symbol_names\nsection .hermit.symbols progbits alloc noexec nowrite align=8"
	printf "symbol_count: dd %d\nsymbol_table:\n%ssymbol_names:\n%s", count, rows, names
}
