/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Accesses to program memory. Each instruction that may fault has a row in section .extable: its address, and where to
 * go on when the fault can't be resolved. A `rep` instruction that faults leaves in RCX what it has not done yet.
 */
#include "mm/user.h"

#include <arch/extable.h>
#include <arch/irq.h>
#include <arch/regs.h>
#include <asm/errno.h>
#include "lib/string.h"

struct exception_row {
	uint64_t fault, fixup;
};
extern const struct exception_row extable_start[], extable_end[];

bool user_fixup(struct regs *regs)
{
	for (const struct exception_row *row = extable_start; row < extable_end; row++) {
		if (row->fault != regs->rip)
			continue;
		regs->rip = row->fixup;
		return true;
	}
	return false;
}

int copy_fault(void *to, const void *from, size_t size)
{
	uint64_t left = size / 8;
	/* Words, then bytes. On a fault `left` is not zero: words, or bytes, that were not copied. */
	__asm__ volatile("1: rep movsq\n"
			 "movq %[tail], %%rcx\n"
			 "2: rep movsb\n"
			 "3:\n" EXTABLE_ENTRY("1b", "3b") EXTABLE_ENTRY("2b", "3b")
			 : "+D"(to), "+S"(from), "+c"(left)
			 : [tail] "r"(size % 8)
			 : "memory");
	return left ? -EFAULT : 0;
}

int clear_fault(void *to, size_t size)
{
	uint64_t left = size / 8;
	__asm__ volatile("1: rep stosq\n"
			 "movq %[tail], %%rcx\n"
			 "2: rep stosb\n"
			 "3:\n" EXTABLE_ENTRY("1b", "3b") EXTABLE_ENTRY("2b", "3b")
			 : "+D"(to), "+c"(left)
			 : [tail] "r"(size % 8), "a"(0)
			 : "memory");
	return left ? -EFAULT : 0;
}

int user_copy_from(void *to, uint64_t from, size_t size)
{
	return user_check_range(from, size) ?: copy_fault(to, (const void *)from, size);
}

int user_copy_to(uint64_t to, const void *from, size_t size)
{
	return user_check_range(to, size) ?: copy_fault((void *)to, from, size);
}

int user_clear(uint64_t to, size_t size)
{
	return user_check_range(to, size) ?: clear_fault((void *)to, size);
}

/** Copies up to and including a NUL, at most `size` bytes. Returns how many bytes were not looked at; -EFAULT. */
static int64_t copy_until_nul(char *to, const char *from, uint64_t size, bool *found)
{
	int64_t error = 0;
	uint8_t byte = 1;
	__asm__ volatile("jmp 3f\n"
			 "1: movb (%[from]), %[byte]\n"
			 "movb %[byte], (%[to])\n"
			 "incq %[from]\n"
			 "incq %[to]\n"
			 "decq %[size]\n"
			 "testb %[byte], %[byte]\n"
			 "jz 4f\n"
			 "3: testq %[size], %[size]\n"
			 "jnz 1b\n"
			 "jmp 4f\n"
			 "2: movq %[fault], %[error]\n"
			 "4:\n" EXTABLE_ENTRY("1b", "2b")
			 : [from] "+r"(from), [to] "+r"(to), [size] "+r"(size), [byte] "+q"(byte), [error] "+r"(error)
			 : [fault] "i"(-EFAULT)
			 : "memory", "cc");
	*found = byte == 0;
	return error ? error : (int64_t)size;
}

ssize64_t user_copy_string(char *to, uint64_t from, size_t size)
{
	if (from >= USER_END)
		return -EFAULT;
	/* A string may end just below the end of the program's half. */
	uint64_t limit = min((uint64_t)size, USER_END - from);
	bool found;
	int64_t left = copy_until_nul(to, (const char *)from, limit, &found);
	if (left < 0)
		return left;
	if (!found)
		return limit < size ? -EFAULT : -ENAMETOOLONG;
	return (ssize64_t)(limit - (uint64_t)left) - 1;
}

static int load32(uint64_t address, uint32_t *value)
{
	int64_t error = 0;
	uint32_t loaded = 0;
	__asm__ volatile("1: movl (%[from]), %[value]\n"
			 "jmp 3f\n"
			 "2: movq %[fault], %[error]\n"
			 "3:\n" EXTABLE_ENTRY("1b", "2b")
			 : [value] "=&r"(loaded), [error] "+r"(error)
			 : [from] "r"(address), [fault] "i"(-EFAULT)
			 : "memory");
	*value = loaded;
	return (int)error;
}

int user_load32(uint64_t address, uint32_t *value)
{
	return user_check_range(address, sizeof(*value)) ?: load32(address, value);
}

int user_load32_nosleep(uint64_t address, uint32_t *value)
{
	if (user_check_range(address, sizeof(*value)))
		return -EFAULT;
	irqflags_t flags = irq_save();
	int error = load32(address, value);
	irq_restore(flags);
	return error;
}

int user_cmpxchg32(uint64_t address, uint32_t expected, uint32_t desired, uint32_t *old)
{
	int64_t error = 0;
	uint32_t found = expected;
	if (user_check_range(address, sizeof(*old)))
		return -EFAULT;
	__asm__ volatile("1: lock cmpxchgl %[desired], (%[at])\n"
			 "jmp 3f\n"
			 "2: movq %[fault], %[error]\n"
			 "3:\n" EXTABLE_ENTRY("1b", "2b")
			 : "+a"(found), [error] "+r"(error)
			 : [at] "r"(address), [desired] "r"(desired), [fault] "i"(-EFAULT)
			 : "memory", "cc");
	*old = found;
	return (int)error;
}
