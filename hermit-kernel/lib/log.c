/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernel log: a ring in memory, and the serial line when it is wanted. */
#include "lib/log.h"
#include "drivers/serial.h"
#include "lib/format.h"
#include "lib/log_panic.h"
#include "lib/string.h"
#include "sync/spinlock.h"
#include "time/clock.h"

#define LOG_SIZE         KIB(256) /* a power of two */
#define LINE_MAX         512
#define PANIC_LOCK_TRIES 1000000u

static char first_ring[LOG_SIZE];
static char *ring = first_ring;
static uint64_t ring_size = LOG_SIZE;
static uint64_t written;  /* bytes ever; ring[written % ring_size] is next */
static uint64_t *counter; /* whoever reads the ring from outside looks at this */
static void (*grown)(void);
static struct spinlock log_lock;
static bool verbose;
static bool panicking;

static void ring_append(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		ring[written++ % ring_size] = text[i];
	if (counter)
		__atomic_store_n(counter, written, __ATOMIC_RELEASE);
	if (verbose && !counter)
		serial_write(text, size);
}

/* A panic must print even if it interrupted a writer on its own core: then the lock is never released. */
static bool log_lock_or_give_up(void)
{
	for (unsigned i = 0; !panicking || i < PANIC_LOCK_TRIES; i++) {
		if (spin_trylock(&log_lock))
			return true;
		cpu_relax();
	}
	return false;
}

void log_vline(const char *format, va_list args)
{
	char line[LINE_MAX];
	uint64_t us = clock_monotonic_ns() / NS_PER_USEC;
	int length = snprintf(line, sizeof(line), "[%6lu.%06lu] ", us / 1000000, us % 1000000);

	length += vsnprintf(line + length, sizeof(line) - (size_t)length, format, args);
	size_t size = min((size_t)length, sizeof(line) - 2);
	line[size++] = '\n';
	irqflags_t flags = irq_save();
	bool locked = log_lock_or_give_up();
	ring_append(line, size);
	if (locked)
		spin_unlock(&log_lock);
	if (grown)
		grown();
	irq_restore(flags);
}

void log_line(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_vline(format, args);
	va_end(args);
}

size_t log_read(char *to, size_t size)
{
	irqflags_t flags = spin_lock_irqsave(&log_lock);
	size_t count = min(size, (size_t)min(written, ring_size));

	for (size_t i = 0; i < count; i++)
		to[i] = ring[(written - count + i) % ring_size];
	spin_unlock_irqrestore(&log_lock, flags);
	return count;
}

size_t log_read_from(uint64_t *position, char *to, size_t size)
{
	irqflags_t flags = spin_lock_irqsave(&log_lock);
	if (written - *position > ring_size)
		*position = written - ring_size;
	size_t count = min(size, (size_t)(written - *position));

	for (size_t i = 0; i < count; i++)
		to[i] = ring[(*position + i) % ring_size];
	*position += count;
	spin_unlock_irqrestore(&log_lock, flags);
	return count;
}

void log_move(char *to, uint64_t size, uint64_t *count, void (*when_grown)(void))
{
	for (uint64_t at = written > size ? written - size : 0; at < written; at++)
		to[at % size] = ring[at % ring_size];
	ring = to;
	ring_size = size;
	counter = count;
	grown = when_grown;
	__atomic_store_n(counter, written, __ATOMIC_RELEASE);
}

void log_set_verbose(bool on)
{
	/* what was logged before the boot blob was read is not lost */
	if (on && !verbose && !counter)
		for (uint64_t at = written > ring_size ? written - ring_size : 0; at < written; at++)
			serial_write(&ring[at % ring_size], 1);
	verbose = on;
}

bool log_verbose(void)
{
	return verbose;
}

void log_begin_panic(void)
{
	panicking = true;
	log_set_verbose(true);
}
