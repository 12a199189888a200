# SPDX-License-Identifier: BSD-3-Clause
#
# How newlib is compiled: a change here builds it anew, which takes minutes.

# The host's compiler, told that it is not on Linux.
TARGET_FLAGS := -nostdinc -U__linux__ -U__linux -U__gnu_linux__ -Ulinux -Uunix -D__hermit__=1 -fno-stack-protector
FLAGS_static := -fno-pie -fno-pic -ftls-model=local-exec
FLAGS_pic    := -fPIC -fvisibility=hidden
OPTIMISE     := -O2 -g1 -ffunction-sections -fdata-sections -Wa,--noexecstack
# The heap keeps what is freed, up to 64 MiB: the machine's memory has no other user, and giving it back costs page faults.
HEAP         := -DDEFAULT_TRIM_THRESHOLD=0x4000000 -DDEFAULT_TOP_PAD=0x10000

CONFIGURE := --host=x86_64-hermit --disable-multilib --enable-newlib-mb --enable-newlib-io-c99-formats \
	--enable-newlib-io-long-long --enable-newlib-io-long-double --enable-newlib-io-pos-args \
	--enable-newlib-global-stdio-streams --enable-newlib-global-atexit \
	--enable-newlib-iconv --enable-newlib-register-fini
