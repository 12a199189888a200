#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# x86_64-hermit-gcc and its companions: what they make, what they refuse, and that an isle runs it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh
HERMIT=$PWD/hermit
PREFIX=$PWD/libc-port/build
GCC=$PREFIX/bin/x86_64-hermit-gcc
PROXY=$PWD/hermit-sdk-java/hermit-proxy/target/hermit-proxy
KERNEL=$PWD/hermit-kernel/target/kernel.elf
export HERMIT_BUILT=1 HERMIT_CORES=${HERMIT_CORES:-2} HERMIT_MEM=${HERMIT_MEM:-256M}

# compile NAME FLAGS… — NAME from the program on standard input.
compile() {
	local name=$1
	shift
	cat >"$TAP_SCRATCH/$name.c"
	"$GCC" -O2 -Wall -Werror "$TAP_SCRATCH/$name.c" -o "$TAP_SCRATCH/$name" "$@"
}

hello() {
	compile "$1" <<-'END'
		#include <stdio.h>
		static __thread int own = 40;
		static int zero[5000];
		int main(int argc, char **argv)
		{
			own += 2;
			printf("%d arguments, %d, %d\n", argc - 1, own, zero[4999]);
			for (int i = 1; i < argc; i++)
				printf("[%s]\n", argv[i]);
			return argc;
		}
	END
}

# isle STATUS PROGRAM ARGUMENTS… — OUT and ERR are what it printed.
isle() {
	local expected=$1 status=0
	shift
	cd "$TAP_SCRATCH"
	timeout -k 10 60 "$HERMIT" run "$@" >out 2>err </dev/null || status=$?
	OUT=$(cat out) ERR=$(cat err)
	[ "$status" -eq "$expected" ] || {
		printf 'expected status %s, got %s\nstdout: %s\nstderr: %s\n' "$expected" "$status" "$OUT" "$ERR"
		exit 1
	}
}

check_mark() {
	hello a
	expect_match 'EI_OSABI' 'OS/ABI: .*42' "$("$PREFIX/bin/x86_64-hermit-readelf" -h "$TAP_SCRATCH/a" 2>/dev/null)"
	cp "$TAP_SCRATCH/a" "$TAP_SCRATCH/b"
	"$PREFIX/bin/x86_64-hermit-strip" "$TAP_SCRATCH/b"
	expect_match 'EI_OSABI after strip' 'OS/ABI: .*42' "$(readelf -h "$TAP_SCRATCH/b" 2>/dev/null)"
	isle 1 "$TAP_SCRATCH/b"
	"$PREFIX/bin/x86_64-hermit-objcopy" --strip-debug "$TAP_SCRATCH/a" "$TAP_SCRATCH/c"
	expect_match 'EI_OSABI after objcopy' 'OS/ABI: .*42' "$(readelf -h "$TAP_SCRATCH/c" 2>/dev/null)"
}

check_run() {
	hello hello
	isle 3 ./hello x 'y z'
	expect 'the output' $'2 arguments, 42, 0\n[x]\n[y z]' "$OUT"
	expect 'nothing on stderr' '' "$ERR"
}

check_loader() {
	hello hello
	cd "$TAP_SCRATCH"
	expect_status 2 "$PROXY" ./hello x
	expect 'the output' $'1 arguments, 42, 0\n[x]' "$OUTPUT"
	expect_status 2 "$PROXY" --kernel "$KERNEL" ./hello
	expect_match 'the remedy' 'has its own kernel; leave --kernel out' "$OUTPUT"
	expect_status 2 "$PROXY" /bin/true
	expect_match 'the remedy' 'no kernel given, and /bin/true is no HermitCore executable' "$OUTPUT"
}

# One kernel: names in back traces are those of the kernel's own table.
check_same_kernel() {
	local name
	hello hello
	for name in syscall_dispatch kernel_main vma_find mm_mmap; do
		expect "the address of $name" "$(nm hermit-kernel/target/obj/kernel.pass2 | awk -v n="$name" '$3 == n { print $1 }')" \
			"$(nm "$TAP_SCRATCH/hello" | awk -v n="$name" '$3 == n { print $1 }')"
	done
}

# A program's names are its own: none of the kernel's stands in their way.
check_names() {
	compile names <<-'END'
		#include <stdio.h>
		int panic(void) { return 1; }
		int mm_mmap(void) { return 2; }
		int log_line = 3;
		int sched_yield_point(void) { return 4; }
		int main(void) { return panic() + mm_mmap() + log_line + sched_yield_point(); }
	END
	isle 10 ./names
}

check_constructors() {
	compile order <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		static void __attribute__((constructor(102))) second(void) { puts("second"); }
		static void __attribute__((constructor(101))) first(void) { puts("first"); }
		static void __attribute__((destructor)) last(void) { puts("last"); }
		static void at_exit(void) { puts("exit"); }
		int main(void) { atexit(at_exit); puts("main"); return 0; }
	END
	isle 0 ./order
	expect 'the order' $'first\nsecond\nmain\nexit\nlast' "$OUT"
}

check_read_only() {
	compile fault <<-'END'
		static const int constant = 1;
		int main(void) { *(volatile int *)&constant = 2; return 0; }
	END
	isle 139 ./fault
}

check_cpp() {
	cat >"$TAP_SCRATCH/shape.cc" <<-'END'
		extern "C" int printf(const char *, ...);
		struct Shape { virtual int area() const = 0; };
		struct Square : Shape { int side; Square(int s) : side(s) {} int area() const override { return side * side; } };
		static Square global(3);
		int main() { Square local(4); const Shape *shapes[] = {&global, &local}; int sum = 0;
			for (const Shape *shape : shapes) sum += shape->area();
			printf("%d\n", sum); return 0; }
	END
	"$PREFIX/bin/x86_64-hermit-g++" -O1 "$TAP_SCRATCH/shape.cc" -o "$TAP_SCRATCH/shape"
	isle 0 ./shape
	expect 'the sum' 25 "$OUT"
}

check_refused() {
	printf 'int main(void) { return 0; }\n' >"$TAP_SCRATCH/a.c"
	expect_status 1 "$GCC" -shared "$TAP_SCRATCH/a.c"
	expect_match 'the reason' '-shared: a HermitCore executable is static' "$OUTPUT"
	expect_status 1 "$GCC" -fopenmp "$TAP_SCRATCH/a.c"
	expect_match 'the remedy' 'run as Linux programs: ./hermit run PROGRAM' "$OUTPUT"
	printf '#ifdef __linux__\n#error Linux\n#endif\n#ifndef __hermit__\n#error no __hermit__\n#endif\n' >"$TAP_SCRATCH/b.c"
	"$GCC" -c "$TAP_SCRATCH/b.c" -o "$TAP_SCRATCH/b.o"
	printf '#include <linux/futex.h>\n' >"$TAP_SCRATCH/c.c"
	expect_status 1 "$GCC" -c "$TAP_SCRATCH/c.c"
}

# A project that looks for functions, headers and libraries, as they do, with an archive in C++.
check_cmake() {
	local project=$TAP_SCRATCH/project
	mkdir "$project"
	cat >"$project/CMakeLists.txt" <<-'END'
		cmake_minimum_required(VERSION 3.16)
		project(two C CXX)
		include(CheckFunctionExists)
		include(CheckIncludeFile)
		check_function_exists(pthread_create HAVE_THREADS)
		check_function_exists(no_such_function HAVE_NOTHING)
		check_include_file(linux/futex.h HAVE_LINUX)
		find_package(Threads REQUIRED)
		find_library(MATH m)
		add_library(part STATIC part.cc)
		add_executable(whole main.c)
		target_compile_definitions(whole PRIVATE "FOUND=\"${HAVE_THREADS} ${HAVE_NOTHING} ${HAVE_LINUX}\"")
		target_link_libraries(whole part Threads::Threads "${MATH}")
	END
	cat >"$project/part.cc" <<-'END'
		struct Base { virtual int twice(int a) const = 0; };
		struct Derived : Base { int twice(int a) const override { return 2 * a; } };
		extern "C" int part(int a) { Derived derived; const Base *base = &derived; return base->twice(a); }
	END
	cat >"$project/main.c" <<-'END'
		#include <math.h>
		#include <stdio.h>
		int part(int);
		int main(int argc, char **argv)
		{
			printf("%d %.3f [%s] %s\n", part(21), sqrt(argc), FOUND, argv[1]);
			return 3;
		}
	END
	cmake -S "$project" -B "$project/build" -DCMAKE_BUILD_TYPE=Release \
		-DCMAKE_TOOLCHAIN_FILE="$PREFIX/share/cmake/x86_64-hermit.cmake"
	cmake --build "$project/build"
	expect_match 'the libraries' "MATH:FILEPATH=$PREFIX/lib/libm.a" "$(grep '^MATH:' "$project/build/CMakeCache.txt")"
	expect_match 'EI_OSABI' 'OS/ABI: .*42' "$(readelf -h "$project/build/whole" 2>/dev/null)"
	isle 3 "$project/build/whole" x
	expect 'the output' '42 1.414 [1  ] x' "$OUT"
}

check_pkg_config() {
	local flags compiler
	export PKG_CONFIG_PATH=$PREFIX/lib/pkgconfig
	pkg-config --exists 'hermit >= 1.0'
	read -ra flags < <(pkg-config --cflags --libs hermit)
	compiler=$(pkg-config --variable=compiler hermit)
	printf '#include <hermit/hermit.h>\nint main(void) { return (int)hermit_core_count(); }\n' >"$TAP_SCRATCH/cores.c"
	"$compiler" "$TAP_SCRATCH/cores.c" -o "$TAP_SCRATCH/cores" "${flags[@]}"
	isle 2 --cores 2 ./cores
}

tap_begin "$@"
tap_test mark check_mark
tap_test run check_run
tap_test loader check_loader
tap_test same-kernel check_same_kernel
tap_test names check_names
tap_test constructors check_constructors
tap_test read-only check_read_only
tap_test cpp check_cpp
tap_test refused check_refused
tap_test cmake check_cmake
tap_test pkg-config check_pkg_config
tap_test headers make -s -C libc-port/test headers
tap_test newlib-lists make -s -C libc-port/test lists
tap_end
