// sources: fs/ninep_codec.c fs/ninep_client.c fs/ninep_calls.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fs/ninep_client.c and ninep_calls.c against a server in the test: right answers, wrong ones, late ones. Fids and tags
 * come back, memory too (LeakSanitizer looks).
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "fs/ninep_calls.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "test/unit/host.h"

#define RESTARTSYS 512

enum manner {
	HONEST,
	NOISE,   /* replies of random bytes */
	DAMAGED, /* right replies with a few bytes wrong */
	LATE,    /* keeps requests until flushed */
};

static enum manner manner;
static struct ninep_client client;
static struct ninep_transport transport;
static unsigned clunks, flushes;
static struct ninep_request *kept;
static uint8_t contents[10000];

static const uint8_t *message_of(const struct ninep_request *request)
{
	return phys_to_virt(request->segments[0].phys);
}

/** Scatter a reply over the request's segments. */
static void answer(struct ninep_request *request, const uint8_t *reply, uint32_t size)
{
	uint32_t done = 0;
	for (unsigned i = request->out; i < request->out + request->in && done < size; i++) {
		uint32_t part = size - done < request->segments[i].size ? size - done : request->segments[i].size;
		memcpy(phys_to_virt(request->segments[i].phys), reply + done, part);
		done += part;
	}
	request->written = done;
	request->done(request);
}

static void put_attributes(struct ninep_writer *reply)
{
	ninep_put64(reply, NINEP_GETATTR_BASIC);
	ninep_put8(reply, 0);
	ninep_put32(reply, 1);
	ninep_put64(reply, 2);
	ninep_put32(reply, 0100600);
	ninep_put64(reply, 0); /* uid, gid */
	for (unsigned i = 0; i < 11 + 4; i++)
		ninep_put64(reply, i == 2 ? sizeof(contents) : i);
}

static void put_read(struct ninep_writer *reply, const uint8_t *message)
{
	uint64_t offset;
	uint32_t count;
	memcpy(&offset, message + 11, 8);
	memcpy(&count, message + 19, 4);
	count = offset >= sizeof(contents)          ? 0
		: count < sizeof(contents) - offset ? count
						    : (uint32_t)(sizeof(contents) - offset);
	ninep_put32(reply, count);
	for (uint32_t i = 0; i < count; i++)
		ninep_put8(reply, contents[offset + i]);
}

static void put_fields(struct ninep_writer *reply, const uint8_t *message)
{
	switch (message[4]) {
	case NINEP_TVERSION:
		ninep_put32(reply, 8192);
		ninep_put_string(reply, "9P2000.L", 8);
		break;
	case NINEP_TATTACH:
		ninep_put8(reply, NINEP_QID_DIRECTORY);
		ninep_put32(reply, 1);
		ninep_put64(reply, 2);
		break;
	case NINEP_TWALK:
		ninep_put16(reply, message[15]);
		if (message[15]) {
			ninep_put8(reply, 0);
			ninep_put32(reply, 7);
			ninep_put64(reply, 8);
		}
		break;
	case NINEP_TGETATTR:
		put_attributes(reply);
		break;
	case NINEP_TREAD:
		put_read(reply, message);
		break;
	case NINEP_TWRITE:
		ninep_put32(reply, 100);
		break;
	case NINEP_TREADLINK:
		ninep_put_string(reply, "target", 6);
		break;
	case NINEP_TLOCK:
		ninep_put8(reply, NINEP_LOCK_BLOCKED);
		break;
	}
}

static void answer_honestly(struct ninep_request *request, unsigned damage)
{
	static uint8_t bytes[sizeof(contents) + 64];
	const uint8_t *message = message_of(request);
	uint16_t tag;
	struct ninep_writer reply;
	memcpy(&tag, message + 5, sizeof(tag));
	ninep_begin(&reply, bytes, sizeof(bytes), message[4] + 1u);
	ninep_set_tag(bytes, tag);
	put_fields(&reply, message);
	assert_false(reply.bad);
	ninep_end(&reply, 0);
	while (damage--)
		bytes[host_random() % reply.size] = (uint8_t)(host_random() >> 30);
	answer(request, bytes, damage ? reply.size : reply.size);
}

static int submit(struct ninep_transport *to, struct ninep_request *request)
{
	const uint8_t *message = message_of(request);
	uint8_t noise[300];
	uint32_t size;
	memcpy(&size, message, sizeof(size));
	uint32_t sent = 0;
	for (unsigned i = 0; i < request->out; i++)
		sent += request->segments[i].size;
	assert_int_equal(size, sent); /* the size in the head is that of all segments */
	clunks += message[4] == NINEP_TCLUNK;
	switch (manner) {
	case NOISE:
		host_random_bytes(noise, sizeof(noise));
		answer(request, noise, (uint32_t)(host_random() % sizeof(noise)));
		return 0;
	case DAMAGED:
		answer_honestly(request, 1 + (unsigned)(host_random() % 3));
		return 0;
	case LATE:
		if (message[4] != NINEP_TFLUSH) {
			kept = request;
			return 0;
		}
		flushes++;
		kept->written = 0; /* the server drops it, then says so */
		kept->done(kept);
		/* fall through */
	default:
		answer_honestly(request, 0);
		return 0;
	}
}

static int set_up(void **state)
{
	manner = HONEST;
	transport = (struct ninep_transport){.tag = "test", .requests_max = 128, .segments_max = 8, .submit = submit};
	memset(&client, 0, sizeof(client));
	for (unsigned i = 0; i < sizeof(contents); i++)
		contents[i] = (uint8_t)(i * 7);
	assert_int_equal(ninep_client_init(&client, &transport), 0);
	return 0;
}

static int tear_down(void **state)
{
	assert_int_equal(client.tags[0] | client.tags[1], 0); /* all tags came back */
	heap_free(client.free_fids);
	return 0;
}

static struct ninep_fid *attach(void)
{
	struct ninep_fid *root;
	struct ninep_qid qid;
	assert_int_equal(ninep_attach(&client, 0, &root, &qid), 0);
	assert_int_equal(qid.path, 2);
	return root;
}

static ssize64_t read_into(struct ninep_fid *fid, uint64_t position, void *to, uint32_t size)
{
	struct io_segment segments[2] = {
		{virt_to_phys(to), size / 2}, {virt_to_phys((uint8_t *)to + size / 2), size - size / 2}};
	return ninep_read(fid, position, (struct ninep_data){segments, 2}, true);
}

static void a_session(void **state)
{
	struct ninep_fid *root = attach(), *file;
	struct ninep_qid qid;
	struct ninep_attributes attributes;
	uint8_t bytes[3000];
	char target[16];
	unsigned before = clunks;
	assert_int_equal(client.msize, 8192);
	assert_int_equal(client.data_max, 4096);
	assert_int_equal(ninep_walk(root, "file", 4, &file, &qid), 0);
	assert_int_equal(qid.version, 7);
	assert_int_equal(ninep_getattr(file, &attributes), 0);
	assert_int_equal(attributes.size, sizeof(contents));
	assert_int_equal(ninep_open(file, 0), 0);
	assert_int_equal(read_into(file, 50, bytes, sizeof(bytes)), sizeof(bytes));
	assert_memory_equal(bytes, contents + 50, sizeof(bytes));
	assert_int_equal(read_into(file, sizeof(contents) - 10, bytes, sizeof(bytes)), 10);
	assert_int_equal(read_into(file, sizeof(contents), bytes, sizeof(bytes)), 0);
	struct io_segment segment = {virt_to_phys(bytes), sizeof(bytes)};
	assert_int_equal(ninep_write(file, 0, (struct ninep_data){&segment, 1}, true), 100);
	assert_int_equal(ninep_readlink(file, target, sizeof(target)), 6);
	assert_memory_equal(target, "target", 6);
	struct ninep_lock lock = {.type = NINEP_LOCK_WRITE};
	assert_int_equal(ninep_lock(file, &lock, 0), NINEP_LOCK_BLOCKED);
	assert_int_equal(ninep_mkdir(root, "d", 1, 0755, 0), 0);
	ninep_fid_put(file);
	ninep_fid_put(root);
	assert_int_equal(clunks, before + 2);
	assert_int_equal(client.free_fid_count, 2);
}

static void a_name_that_is_too_long(void **state)
{
	struct ninep_fid *root = attach();
	char name[300] = {0};
	assert_int_equal(ninep_mkdir(root, name, sizeof(name), 0755, 0), -ENAMETOOLONG);
	ninep_fid_put(root);
}

static void signals_flush(void **state)
{
	struct ninep_fid *root = attach();
	uint8_t bytes[16];
	manner = LATE;
	host_interrupted = true;
	flushes = 0;
	assert_int_equal(read_into(root, 0, bytes, sizeof(bytes)), -RESTARTSYS);
	assert_int_equal(flushes, 1);
	host_interrupted = false;
	manner = HONEST;
	ninep_fid_put(root);
}

/** All calls, whatever they answer. */
static void call_everything(struct ninep_fid *root)
{
	struct ninep_fid *fid = NULL;
	struct ninep_qid qid;
	struct ninep_attributes attributes;
	struct ninep_statfs statfs;
	struct ninep_setattr_values values = {.valid = 1};
	struct ninep_lock lock = {.type = NINEP_LOCK_READ};
	uint8_t *bytes = malloc(512);
	struct io_segment segment = {virt_to_phys(bytes), 512};
	char *target = malloc(64);
	if (!ninep_walk(root, "name", 4, &fid, &qid))
		ninep_fid_put(fid);
	if (!ninep_attach(&client, 0, &fid, &qid))
		ninep_fid_put(fid);
	ninep_getattr(root, &attributes);
	ninep_setattr(root, &values);
	ninep_statfs(root, &statfs);
	ninep_lock(root, &lock, 0);
	ninep_getlock(root, &lock);
	assert_true(ninep_readlink(root, target, 64) <= 65535);
	assert_true(read_into(root, 0, bytes, 512) <= 512);
	assert_true(ninep_readdir(root, 0, &segment) <= 512);
	assert_true(ninep_write(root, 0, (struct ninep_data){&segment, 1}, true) <= 512);
	ninep_symlink(root, "l", 1, "t", 0);
	ninep_rename(root, "a", 1, root, "b", 1);
	ninep_unlink(root, "a", 1, 0);
	free(target);
	free(bytes);
}

static void nonsense_is_an_error_and_a_line(void **state)
{
	struct ninep_fid *root = attach();
	for (unsigned round = 0; round < 5000; round++) {
		manner = round % 2 ? NOISE : DAMAGED;
		call_everything(root);
	}
	assert_true(host_log_lines() > 1000);
	manner = NOISE;
	struct ninep_attributes attributes;
	assert_int_equal(ninep_getattr(root, &attributes), -EIO);
	manner = HONEST;
	assert_int_equal(ninep_getattr(root, &attributes), 0); /* and life goes on */
	ninep_fid_put(root);
}

static void short_memory_leaks_nothing(void **state)
{
	struct ninep_fid *root = attach();
	for (int left = 0; left < 40; left++) {
		host_allocations_left = left;
		call_everything(root);
	}
	host_allocations_left = -1;
	ninep_fid_put(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_that_is_too_long, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signals_flush, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonsense_is_an_error_and_a_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(short_memory_leaks_nothing, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("ninep_client", tests, NULL, NULL);
}
