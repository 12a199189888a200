/* SPDX-License-Identifier: BSD-3-Clause */
#include "lib/random.h"

#include <arch/cpu.h>
#include "lib/string.h"
#include "sync/spinlock.h"

#define BLOCK_SIZE 64
#define KEY_SIZE   32
#define SEED_WORDS 8

static struct {
	struct spinlock lock; /* interrupt handlers add entropy */
	bool seeded;
	uint32_t key[KEY_SIZE / 4];
} pool;

static uint32_t rotate(uint32_t value, unsigned by)
{
	return value << by | value >> (32 - by);
}

/** RFC 8439, section 2.1. */
static void quarter_round(uint32_t *s, unsigned a, unsigned b, unsigned c, unsigned d)
{
	s[a] += s[b];
	s[d] = rotate(s[d] ^ s[a], 16);
	s[c] += s[d];
	s[b] = rotate(s[b] ^ s[c], 12);
	s[a] += s[b];
	s[d] = rotate(s[d] ^ s[a], 8);
	s[c] += s[d];
	s[b] = rotate(s[b] ^ s[c], 7);
}

void chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3], uint8_t block[64])
{
	uint32_t start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}, s[16];
	memcpy(start + 4, key, KEY_SIZE);
	start[12] = counter;
	memcpy(start + 13, nonce, 12);
	memcpy(s, start, sizeof(s));
	for (int i = 0; i < 10; i++) {
		for (unsigned column = 0; column < 4; column++)
			quarter_round(s, column, column + 4, column + 8, column + 12);
		for (unsigned column = 0; column < 4; column++)
			quarter_round(s, column, (column + 1) % 4 + 4, (column + 2) % 4 + 8, (column + 3) % 4 + 12);
	}
	for (unsigned i = 0; i < 16; i++)
		s[i] += start[i];
	memcpy(block, s, BLOCK_SIZE);
}

/** Half of a block becomes the pool's next key, the other half is the result. */
static void step_locked(uint32_t result[KEY_SIZE / 4])
{
	uint64_t now = cpu_read_tsc();
	const uint32_t nonce[3] = {(uint32_t)now, (uint32_t)(now >> 32), 0};
	uint8_t block[BLOCK_SIZE];
	chacha20_block(pool.key, 0, nonce, block);
	memcpy(pool.key, block, KEY_SIZE);
	memcpy(result, block + KEY_SIZE, KEY_SIZE);
}

static void absorb_locked(const uint8_t *bytes, size_t size)
{
	uint32_t unused[KEY_SIZE / 4];
	for (size_t done = 0; done < size; done += KEY_SIZE) {
		uint8_t *key = (uint8_t *)pool.key;
		for (size_t i = 0; i < KEY_SIZE && done + i < size; i++)
			key[i] ^= bytes[done + i];
		step_locked(unused);
	}
}

/** What the processor gives; where it has no such instruction, the clock and entropy added by drivers must do. */
static void seed_locked(void)
{
	uint64_t words[SEED_WORDS];
	for (unsigned i = 0; i < SEED_WORDS; i++)
		if (!cpu_random(&words[i]))
			words[i] = cpu_read_tsc();
	absorb_locked((const uint8_t *)words, sizeof(words));
	pool.seeded = true;
}

void random_add_entropy(const void *bytes, size_t size)
{
	irqflags_t flags = spin_lock_irqsave(&pool.lock);
	absorb_locked(bytes, size);
	spin_unlock_irqrestore(&pool.lock, flags);
}

void random_bytes(void *to, size_t size)
{
	uint32_t key[KEY_SIZE / 4];
	static const uint32_t nonce[3];
	uint8_t block[BLOCK_SIZE];
	irqflags_t flags = spin_lock_irqsave(&pool.lock);
	if (!pool.seeded)
		seed_locked();
	step_locked(key);
	spin_unlock_irqrestore(&pool.lock, flags);
	for (size_t done = 0; done < size; done += BLOCK_SIZE) {
		chacha20_block(key, done / BLOCK_SIZE, nonce, block);
		memcpy((uint8_t *)to + done, block, min(size - done, (size_t)BLOCK_SIZE));
	}
}
