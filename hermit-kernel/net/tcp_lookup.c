/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Connections by their ends: a hash table that grows and shrinks with their number, and how many have each local port.
 * It holds lwIP's control blocks from the first segment until they are freed, those in TIME-WAIT too. Under net_lock.
 *
 * The hash is keyed by a random number, so that nobody outside can choose ends that fall together.
 */
#include "lib/random.h"
#include "lib/string.h"
#include "lwip/tcp.h"
#include "mm/heap.h"
#include "net_hooks.h"

#define BUCKETS_FIRST 256u

static struct tcp_pcb *first_buckets[BUCKETS_FIRST];
static struct tcp_pcb **buckets = first_buckets;
static uint32_t bucket_count = BUCKETS_FIRST; /* a power of two */
static uint32_t connections;
static uint64_t key;
static uint32_t port_users[65536]; /* zeroed pages cost nothing until they are written */

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 32;
}

static uint64_t mix_address(uint64_t hash, const ip_addr_t *address)
{
	if (!IP_IS_V6(address))
		return mix(hash, ip_2_ip4(address)->addr);
	for (unsigned i = 0; i < 4; i++)
		hash = mix(hash, ip_2_ip6(address)->addr[i]);
	return hash;
}

static uint32_t hash_of(const ip_addr_t *remote, uint16_t remote_port, const ip_addr_t *local, uint16_t local_port)
{
	if (!key)
		random_bytes(&key, sizeof(key));
	uint64_t hash = mix(key, (uint64_t)remote_port << 16 | local_port);
	return (uint32_t)mix_address(mix_address(hash, remote), local);
}

static void put(struct tcp_pcb **table, uint32_t count, struct tcp_pcb *pcb)
{
	struct tcp_pcb **bucket = &table[pcb->hash & (count - 1)];

	pcb->hash_next = *bucket;
	*bucket = pcb;
}

/** Without memory it stays as it is, and gets slower. */
static void resize(uint32_t count)
{
	struct tcp_pcb **table = count == BUCKETS_FIRST ? first_buckets : heap_alloc(count * sizeof(*table)), *next;

	if (!table)
		return;
	memset(table, 0, count * sizeof(*table));
	for (uint32_t i = 0; i < bucket_count; i++)
		for (struct tcp_pcb *pcb = buckets[i]; pcb; pcb = next) {
			next = pcb->hash_next;
			put(table, count, pcb);
		}
	if (buckets != first_buckets)
		heap_free(buckets);
	buckets = table;
	bucket_count = count;
}

void tcp_lookup_add(struct tcp_pcb *pcb)
{
	if (connections >= bucket_count)
		resize(bucket_count * 2);
	pcb->hash = hash_of(&pcb->remote_ip, pcb->remote_port, &pcb->local_ip, pcb->local_port);
	put(buckets, bucket_count, pcb);
	connections++;
	pcb->hash_port = pcb->local_port;
	port_users[pcb->hash_port]++;
}

/** Also of one that was never added, because it never connected. */
void tcp_lookup_remove(struct tcp_pcb *pcb)
{
	struct tcp_pcb **link = &buckets[pcb->hash & (bucket_count - 1)];

	while (*link && *link != pcb)
		link = &(*link)->hash_next;
	if (!*link)
		return;
	*link = pcb->hash_next;
	connections--;
	port_users[pcb->hash_port]--;
	if (bucket_count > BUCKETS_FIRST && connections < bucket_count / 8)
		resize(bucket_count / 2);
}

struct tcp_pcb *tcp_lookup_find(const ip_addr_t *remote, u16_t remote_port, const ip_addr_t *local, u16_t local_port)
{
	uint32_t hash = hash_of(remote, remote_port, local, local_port);
	struct tcp_pcb *pcb = buckets[hash & (bucket_count - 1)];

	while (pcb && !(pcb->hash == hash && pcb->state != CLOSED && pcb->local_port == local_port &&
			      pcb->remote_port == remote_port && ip_addr_cmp(&pcb->remote_ip, remote) &&
			      ip_addr_cmp(&pcb->local_ip, local)))
		pcb = pcb->hash_next;
	return pcb;
}

int tcp_lookup_has_port(u16_t local_port)
{
	return port_users[local_port] != 0;
}
