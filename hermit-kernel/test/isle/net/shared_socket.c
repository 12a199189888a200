/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Several threads write to one end of a connection and several read from the other: each byte arrives once. Records
 * that are sent with one call each stay whole; so do datagrams that several threads send and receive.
 * @cores 4
 * @timeout 60
 */
#include "inet.h"

#define WRITERS 4
#define READERS 3
#define RECORDS 3000

struct record {
	uint32_t writer, number;
	uint64_t sum;
	uint8_t filling[84];
};

static int ends[2];
static _Atomic uint32_t arrived;
static _Atomic uint8_t seen[WRITERS][RECORDS];

static void *write_records(void *argument)
{
	struct record record = {.writer = (uint32_t)(long)argument};

	for (uint32_t i = 0; i < RECORDS; i++) {
		record.number = i;
		record.sum = (uint64_t)record.writer * 1000003 + i;
		inet_fill(record.filling, sizeof(record.filling), 0, record.sum);
		CHECK_EQ(send(ends[0], &record, sizeof(record), 0), sizeof(record));
	}
	return NULL;
}

/* MSG_WAITALL: one call takes a record as a whole, or (on Linux) is not alone with it; so readers take turns. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void check_record(const struct record *record)
{
	CHECK_OP(record->writer, <, WRITERS);
	CHECK_OP(record->number, <, RECORDS);
	CHECK_EQ(record->sum, (uint64_t)record->writer * 1000003 + record->number);
	inet_check(record->filling, sizeof(record->filling), 0, record->sum);
	CHECK_EQ(seen[record->writer][record->number]++, 0);
	arrived++;
}

static void *read_records(void *unused TEST_UNUSED)
{
	struct record record;

	for (;;) {
		pthread_mutex_lock(&turn);
		ssize_t got = OK(recv(ends[1], &record, sizeof(record), MSG_WAITALL));
		pthread_mutex_unlock(&turn);
		if (!got)
			return NULL;
		CHECK_EQ(got, sizeof(record));
		check_record(&record);
	}
}

/* Without turns: bytes are all there, in whatever thread. */
static void *count_bytes(void *unused TEST_UNUSED)
{
	static _Atomic uint64_t total;
	char bytes[777];
	ssize_t got;

	while ((got = OK(recv(ends[1], bytes, sizeof(bytes), 0))) > 0)
		total += (uint64_t)got;
	return (void *)&total;
}

static void *read_datagrams(void *unused TEST_UNUSED)
{
	struct record record;

	for (;;) {
		ssize_t got = OK(recv(ends[1], &record, sizeof(record), 0));
		if (got < (ssize_t)sizeof(record))
			return NULL;
		check_record(&record);
	}
}

static void run(void *(*read_body)(void *), pthread_t readers[READERS])
{
	pthread_t writers[WRITERS];

	memset((void *)seen, 0, sizeof(seen));
	arrived = 0;
	for (int i = 0; i < READERS; i++)
		readers[i] = test_thread(read_body, NULL);
	for (long i = 0; i < WRITERS; i++)
		writers[i] = test_thread(write_records, (void *)i);
	for (int i = 0; i < WRITERS; i++)
		test_join(writers[i]);
}

int main(void)
{
	pthread_t readers[READERS];
	_Atomic uint64_t *total = NULL;

	inet_pair(ends);
	run(read_records, readers);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0);
	for (int i = 0; i < READERS; i++)
		test_join(readers[i]);
	CHECK_EQ(arrived, WRITERS * RECORDS);
	inet_close_pair(ends);

	inet_pair(ends);
	run(count_bytes, readers);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0);
	for (int i = 0; i < READERS; i++)
		total = test_join(readers[i]);
	CHECK_EQ(*total, sizeof(struct record) * WRITERS * RECORDS);
	inet_close_pair(ends);

	ends[0] = inet_datagram(AF_INET);
	ends[1] = inet_datagram(AF_INET);
	inet_set(ends[1], SOL_SOCKET, SO_RCVBUF, 1 << 20);
	CHECK_EQ(inet_connect(ends[0], AF_INET, inet_port(ends[1])), 0);
	run(read_datagrams, readers);
	CHECK_OP(arrived, >, 0); /* some may be lost where readers are slow */
	for (int i = 0; i < 1000 && inet_poll(ends[1], POLLIN, 0); i++)
		test_sleep_ms(1);
	for (int i = 0; i < READERS; i++)
		CHECK_EQ(send(ends[0], "end", 3, 0), 3);
	for (int i = 0; i < READERS; i++)
		test_join(readers[i]);
	inet_close_pair(ends);
	return 0;
}
