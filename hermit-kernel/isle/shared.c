/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/shared.h"

#include <arch/cpu.h>
#include "isle/doorbell.h"
#include "lib/log.h"
#include "lib/string.h"

struct hermit_shared *shared;

static void *shared_at(uint32_t offset)
{
	return (char *)shared + offset;
}

/** After each line; Linux wants to hear of it only while somebody follows the log. */
static void shared_log_grown(void)
{
	atomic_thread_fence(memory_order_seq_cst);
	if (__atomic_load_n(&shared->log_followed, __ATOMIC_RELAXED) &&
		__atomic_exchange_n(&shared->log_followed, 0, __ATOMIC_RELAXED))
		doorbell_ring_linux();
}

void shared_init(struct hermit_shared *area)
{
	if (area->magic != HERMIT_SHARED_MAGIC || area->version != HERMIT_SHARED_VERSION)
		panic("shared memory has magic %#x, version %u; this kernel's are %#x, %u", area->magic, area->version,
			HERMIT_SHARED_MAGIC, HERMIT_SHARED_VERSION);
	shared = area;
	struct hermit_log_ring *ring = shared_at(area->log_offset);
	log_move(shared_at(ring->offset), ring->size, &ring->written, shared_log_grown);
}

volatile uint64_t *shared_beat(unsigned core)
{
	struct hermit_beat *beats = shared ? shared_at(shared->beat_offset) : NULL;
	return beats ? &beats[core].count : NULL;
}

struct hermit_stream *shared_stream(unsigned number)
{
	return (struct hermit_stream *)shared_at(shared->stream_offset) + number;
}

static void shared_set_state(enum hermit_state state)
{
	__atomic_store_n(&shared->state, state, __ATOMIC_RELEASE);
	doorbell_ring_linux();
}

void shared_running(void)
{
	if (!shared)
		return;
	shared->program_tsc = cpu_read_tsc();
	shared_set_state(HERMIT_STATE_RUNNING);
}

void shared_ended(const struct hermit_exit *how)
{
	shared->exit_status = how->status;
	shared->exit_signal = how->signal;
	shared->end_tsc = cpu_read_tsc();
	shared_set_state(HERMIT_STATE_ENDED);
}

void shared_crashed(const char *reason)
{
	if (!shared)
		return;
	size_t length = min(strlen(reason), (size_t)HERMIT_REASON_MAX - 1);
	memcpy(shared->reason, reason, length);
	shared->reason[length] = 0;
	shared->end_tsc = cpu_read_tsc();
	shared_set_state(HERMIT_STATE_CRASHED);
}
