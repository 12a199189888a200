/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread-local storage. The linker script tells where its initial image lies: __tls_start, and as absolute symbols
 * __tls_file_size (bytes of the image), __tls_mem_size (with the zeroes behind it) and __tls_align.
 */
#include "thread.h"
#include <string.h>

extern const char __tls_start[], __tls_file_size[], __tls_mem_size[], __tls_align[];

static uintptr_t tls_canary;

static size_t round_up(size_t value, size_t align)
{
	return (value + align - 1) & ~(align - 1);
}

size_t __hermit_tls_align(void)
{
	size_t align = (size_t)__tls_align;
	return align < 64 ? 64 : align;
}

size_t __hermit_tls_size(void)
{
	return round_up((size_t)__tls_mem_size, __hermit_tls_align()) +
	       round_up(sizeof(struct __hermit_thread), __hermit_tls_align());
}

/* The storage ends at the control block, and its start is aligned as the linker assumed: its offset from the control
 * block is its size rounded up to its own alignment (ELF Handling For Thread-Local Storage, 3). */
struct __hermit_thread *__hermit_tls_make(char *end)
{
	uintptr_t align = __hermit_tls_align();
	uintptr_t block = ((uintptr_t)end - sizeof(struct __hermit_thread)) & ~(align - 1);
	struct __hermit_thread *thread = (struct __hermit_thread *)block;
	size_t image = (size_t)__tls_file_size, size = (size_t)__tls_mem_size;
	size_t own_align = (size_t)__tls_align ? (size_t)__tls_align : 1;
	char *storage = (char *)block - round_up(size, own_align);
	memcpy(storage, __tls_start, image);
	memset(storage + image, 0, size - image);
	memset(thread, 0, sizeof(*thread));
	thread->self = thread;
	thread->canary = tls_canary;
	return thread;
}

/* The lowest byte is 0, so that no string passes the word. */
void __hermit_tls_seed(const unsigned char *random)
{
	memcpy(&tls_canary, random, sizeof(tls_canary));
	tls_canary &= ~(uintptr_t)0xff;
}
