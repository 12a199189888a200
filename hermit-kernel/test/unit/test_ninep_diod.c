// sources: fs/ninep_codec.c fs/ninep_client.c fs/ninep_calls.c
// sources: test/unit/host.c test/unit/host_files.c test/unit/host_server.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The 9P client with diod as its server, as on a multi-kernel isle: each message that the kernel sends is one that diod
 * understands, or that the client has another way for. Run without diod, they are skipped.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <hermit/boot.h>
#include "fs/ninep_calls.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "test/unit/host.h"
#include "test/unit/host_files.h"
#include "test/unit/host_server.h"

#define DIOD       "/usr/sbin/diod"
#define RDWR       2u
#define CREAT_EXCL 0300u
#define REMOVE_DIR 0x200u
#define FILE_BYTES 300000u /* more than a few messages */
#define NAMES      2000u   /* as directory entries: more than one message */
#define IFMT       0170000u
#define IFIFO      0010000u
#define BASIC_MODE 0640u

struct session {
	struct ninep_transport transport;
	struct ninep_client client;
	struct ninep_fid *root;
	int socket;
};

static struct session one, other;

/* As the proxy starts it (hermit-proxy, folder_server.c). */
static const char *const words_rw[] = {DIOD, "-c", "/dev/null", "-f", "-n", "-N", "-t", "4", "-L", "stderr", "-e",
	HERMIT_SHARE_EXPORT, "-r", "%d", "-w", "%d", NULL};
static const char *const words_ro[] = {
	DIOD, "-c", "../read-only", "-f", "-n", "-N", "-t", "4", "-L", "stderr", "-r", "%d", "-w", "%d", NULL};

/* One request at a time: its answer is the next message. */
static int submit(struct ninep_transport *to, struct ninep_request *request)
{
	struct session *session = container_of(to, struct session, transport);
	const struct io_segment *segments = request->segments;
	uint32_t size;
	for (unsigned i = 0; i < request->out; i++)
		host_server_send(session->socket, phys_to_virt(segments[i].phys), segments[i].size);
	host_server_receive(session->socket, &size, sizeof(size));
	assert_in_range(size, NINEP_HEADER, session->client.msize);
	uint8_t *reply = malloc(size);
	memcpy(reply, &size, sizeof(size));
	host_server_receive(session->socket, reply + sizeof(size), size - sizeof(size));
	uint32_t at = 0;
	for (unsigned i = request->out; i < request->out + request->in && at < size; i++) {
		uint32_t part = min(segments[i].size, size - at);
		memcpy(phys_to_virt(segments[i].phys), reply + at, part);
		at += part;
	}
	free(reply);
	request->written = size;
	request->done(request);
	return 0;
}

static void connect_to(struct session *session, const char *folder, const char *const *words)
{
	struct ninep_qid qid;
	*session = (struct session){
		.transport = {.tag = "diod", .requests_max = 128, .segments_max = 256, .submit = submit}};
	session->socket = host_server_start(folder, words);
	if (session->socket < 0)
		skip();
	assert_int_equal(ninep_client_init(&session->client, &session->transport), 0);
	assert_int_equal(ninep_attach(&session->client, host_uid(), &session->root, &qid), 0);
	assert_int_equal(qid.type, NINEP_QID_DIRECTORY);
}

static void disconnect(struct session *session)
{
	if (session->socket < 0)
		return;
	ninep_fid_put(session->root);
	assert_int_equal(session->client.tags[0] | session->client.tags[1], 0);
	heap_free(session->client.free_fids);
	host_server_stop(session->socket);
}

static int set_up(void **state)
{
	host_run("rm -rf %s/share && mkdir -p %s/share", host_folder(), host_folder());
	one.socket = other.socket = -1;
	return 0;
}

static int tear_down(void **state)
{
	disconnect(&one);
	disconnect(&other);
	return 0;
}

static const char *share(void)
{
	static char path[100];
	snprintf(path, sizeof(path), "%s/share", host_folder());
	return path;
}

/* What the isle does to folders and files, by name. */

static int walk(struct ninep_fid *from, const char *name, struct ninep_fid **fid)
{
	struct ninep_qid qid;
	return ninep_walk(from, name, strlen(name), fid, &qid);
}

static struct ninep_fid *found(struct ninep_fid *from, const char *name)
{
	struct ninep_fid *fid;
	assert_int_equal(walk(from, name, &fid), 0);
	return fid;
}

static bool exists(struct ninep_fid *from, const char *name)
{
	struct ninep_fid *fid;
	int error = walk(from, name, &fid);
	if (!error)
		ninep_fid_put(fid);
	else
		assert_int_equal(error, -ENOENT);
	return !error;
}

static struct ninep_fid *another(struct ninep_fid *from)
{
	struct ninep_fid *fid;
	struct ninep_qid qid;
	assert_int_equal(ninep_walk(from, NULL, 0, &fid, &qid), 0);
	return fid;
}

static struct ninep_fid *created(struct ninep_fid *dir, const char *name, uint32_t mode)
{
	struct ninep_fid *fid = another(dir);
	assert_int_equal(ninep_create(fid, name, strlen(name), CREAT_EXCL | RDWR, mode, 0), 0);
	return fid;
}

static struct ninep_fid *opened(struct ninep_fid *dir, const char *name, uint32_t flags)
{
	struct ninep_fid *fid = found(dir, name);
	assert_int_equal(ninep_open(fid, flags), 0);
	return fid;
}

static ssize64_t write_some(struct ninep_fid *fid, uint64_t position, const void *bytes, uint32_t size)
{
	struct io_segment segment = {virt_to_phys((void *)bytes), size};
	return ninep_write(fid, position, (struct ninep_data){&segment, 1}, false);
}

static ssize64_t read_some(struct ninep_fid *fid, uint64_t position, void *bytes, uint32_t size)
{
	struct io_segment segment = {virt_to_phys(bytes), size};
	return ninep_read(fid, position, (struct ninep_data){&segment, 1}, false);
}

static struct ninep_attributes attributes_of(struct ninep_fid *fid)
{
	struct ninep_attributes attributes;
	assert_int_equal(ninep_getattr(fid, &attributes), 0);
	return attributes;
}

static int rename_to(struct ninep_fid *from, const char *name, struct ninep_fid *to, const char *new_name)
{
	return ninep_rename(from, name, strlen(name), to, new_name, strlen(new_name));
}

static int remove_name(struct ninep_fid *dir, const char *name, uint32_t flags)
{
	return ninep_unlink(dir, name, strlen(name), flags);
}

/* Tests */

static void contents_go_there_and_back(void **state)
{
	uint8_t *bytes = malloc(FILE_BYTES), *back = malloc(FILE_BYTES);
	connect_to(&one, share(), words_rw);
	assert_in_range(one.client.data_max, 4096, FILE_BYTES - 1);
	host_random_bytes(bytes, FILE_BYTES);
	struct ninep_fid *file = created(one.root, "file", BASIC_MODE);
	for (uint32_t at = 0; at < FILE_BYTES; at += one.client.data_max) {
		uint32_t part = min(one.client.data_max, FILE_BYTES - at);
		assert_int_equal(write_some(file, at, bytes + at, part), part);
	}
	for (uint32_t at = 0; at < FILE_BYTES; at += one.client.data_max) {
		uint32_t part = min(one.client.data_max, FILE_BYTES - at);
		assert_int_equal(read_some(file, at, back + at, part), part);
	}
	assert_memory_equal(bytes, back, FILE_BYTES);
	assert_int_equal(read_some(file, FILE_BYTES, back, 10), 0);
	assert_int_equal(read_some(file, FILE_BYTES - 4, back, 10), 4);
	assert_int_equal(ninep_fsync(file, true), 0);
	assert_int_equal(ninep_fsync(file, false), 0);
	ninep_fid_put(file);
	size_t size;
	uint8_t *on_host = host_load(host_path("share/file"), &size);
	assert_int_equal(size, FILE_BYTES);
	assert_memory_equal(on_host, bytes, size);
	host_unload(on_host);
	free(bytes);
	free(back);
}

static void attributes_are_those_of_the_host(void **state)
{
	connect_to(&one, share(), words_rw);
	struct ninep_fid *file = created(one.root, "file", BASIC_MODE);
	assert_int_equal(write_some(file, 0, "hello", 5), 5);
	struct ninep_attributes before = attributes_of(file);
	assert_int_equal(before.mode, 0100000 | BASIC_MODE); /* whatever the server's umask */
	assert_int_equal(before.uid, host_uid());
	assert_int_equal(before.size, 5);
	assert_int_equal(before.links, 1);
	assert_int_equal(before.valid & NINEP_GETATTR_BASIC, NINEP_GETATTR_BASIC);
	struct ninep_setattr_values values = {
		.valid = NINEP_SET_MODE | NINEP_SET_SIZE | NINEP_SET_MTIME | NINEP_SET_MTIME_VALUE,
		.mode = 0600,
		.size = 3,
		.modified = {1000000, 123456789}};
	assert_int_equal(ninep_setattr(file, &values), 0);
	struct ninep_attributes after = attributes_of(file);
	assert_int_equal(after.mode, 0100600);
	assert_int_equal(after.size, 3);
	assert_int_equal(after.modified.seconds, 1000000);
	assert_int_equal(after.modified.nanoseconds, 123456789);
	assert_int_equal(after.qid.path, before.qid.path);
	ninep_fid_put(file);
	struct ninep_statfs statfs;
	assert_int_equal(ninep_statfs(one.root, &statfs), 0);
	assert_int_equal(statfs.name_max, 255);
}

static void read_directory(struct ninep_fid *dir, uint8_t *seen)
{
	uint8_t *bytes = malloc(16384);
	struct io_segment segment = {virt_to_phys(bytes), 16384};
	uint64_t position = 0;
	ssize64_t size;
	while ((size = ninep_readdir(dir, position, &segment)) > 0) {
		struct ninep_reader reader = {.bytes = bytes, .size = (uint32_t)size};
		struct ninep_entry entry;
		while (ninep_get_entry(&reader, &entry)) {
			assert_true(entry.next_position < 1ull << 63); /* the rest of the numbers is the kernel's */
			position = entry.next_position;
			if (entry.name_length > 5 && !memcmp(entry.name, "name-", 5))
				seen[strtoul(entry.name + 5, NULL, 10)]++;
		}
		assert_false(reader.bad);
	}
	assert_int_equal(size, 0);
	free(bytes);
}

static void each_entry_of_a_large_directory_comes_once(void **state)
{
	static uint8_t seen[NAMES];
	connect_to(&one, share(), words_rw);
	host_run("cd %s && seq -f name-%%g 0 %u | xargs touch", share(), NAMES - 1);
	struct ninep_fid *dir = another(one.root);
	assert_int_equal(ninep_open(dir, 0200000), 0);
	read_directory(dir, seen);
	for (unsigned i = 0; i < NAMES; i++)
		assert_int_equal(seen[i], 1);
	ninep_fid_put(dir);
}

static void names_are_made_and_removed(void **state)
{
	char target[16];
	connect_to(&one, share(), words_rw);
	assert_int_equal(ninep_mkdir(one.root, "d", 1, 0750, 0), 0);
	assert_int_equal(ninep_mkdir(one.root, "d", 1, 0750, 0), -EEXIST);
	struct ninep_fid *dir = found(one.root, "d");
	assert_int_equal(attributes_of(dir).mode, 0040750);
	ninep_fid_put(created(dir, "file", BASIC_MODE));
	struct ninep_fid *file = found(dir, "file");
	assert_int_equal(ninep_link(one.root, "hard", 4, file), 0);
	assert_int_equal(attributes_of(file).links, 2);
	ninep_fid_put(file);
	assert_int_equal(ninep_symlink(one.root, "soft", 4, "d/file", 0), 0);
	struct ninep_fid *soft = found(one.root, "soft");
	assert_int_equal(ninep_readlink(soft, target, sizeof(target)), 6);
	assert_memory_equal(target, "d/file", 6);
	ninep_fid_put(soft);
	assert_int_equal(ninep_mknod(one.root, "pipe", 4, IFIFO | 0600, 0, 0), 0);
	struct ninep_fid *pipe = found(one.root, "pipe");
	assert_int_equal(attributes_of(pipe).mode & IFMT, IFIFO);
	ninep_fid_put(pipe);
	assert_int_equal(remove_name(one.root, "d", REMOVE_DIR), -ENOTEMPTY);
	assert_int_equal(remove_name(one.root, "d", 0), -EISDIR);
	assert_int_equal(remove_name(one.root, "hard", REMOVE_DIR), -ENOTDIR);
	assert_int_equal(remove_name(one.root, "nothing", 0), -ENOENT);
	assert_int_equal(remove_name(dir, "file", 0), 0);
	assert_int_equal(remove_name(one.root, "d", REMOVE_DIR), 0);
	assert_int_equal(remove_name(one.root, "hard", 0), 0);
	assert_int_equal(remove_name(one.root, "soft", 0), 0);
	assert_int_equal(remove_name(one.root, "pipe", 0), 0);
	ninep_fid_put(dir);
	host_run("test -z \"$(ls -A %s)\"", share());
}

static void files_are_renamed(void **state)
{
	connect_to(&one, share(), words_rw);
	assert_int_equal(ninep_mkdir(one.root, "d", 1, 0755, 0), 0);
	struct ninep_fid *dir = found(one.root, "d"), *file = created(one.root, "a", BASIC_MODE);
	assert_int_equal(write_some(file, 0, "first", 5), 5);
	assert_int_equal(rename_to(one.root, "a", one.root, "b"), 0);
	assert_false(exists(one.root, "a"));
	assert_true(exists(one.root, "b"));
	assert_int_equal(rename_to(one.root, "b", dir, "c"), 0);
	assert_true(exists(dir, "c"));
	ninep_fid_put(created(dir, "over", BASIC_MODE));
	assert_int_equal(rename_to(dir, "c", dir, "over"), 0);
	struct ninep_fid *over = found(dir, "over");
	assert_int_equal(attributes_of(over).size, 5);
	assert_int_equal(rename_to(dir, "c", dir, "x"), -ENOENT);
	assert_int_equal(rename_to(one.root, "d", one.root, "e"), 0);
	assert_true(exists(one.root, "e"));
	assert_int_equal(write_some(file, 5, " and more", 9), 9); /* open all the time */
	ninep_fid_put(over);
	ninep_fid_put(file);
	ninep_fid_put(dir);
}

static void an_open_file_outlives_its_name(void **state)
{
	char bytes[8];
	connect_to(&one, share(), words_rw);
	struct ninep_fid *file = created(one.root, "file", BASIC_MODE);
	assert_int_equal(write_some(file, 0, "hello", 5), 5);
	assert_int_equal(remove_name(one.root, "file", 0), 0);
	assert_int_equal(read_some(file, 0, bytes, sizeof(bytes)), 5);
	assert_memory_equal(bytes, "hello", 5);
	struct ninep_attributes attributes;
	assert_int_equal(ninep_getattr(file, &attributes), -ENOENT); /* which ninep_node_refresh expects */
	ninep_fid_put(file);
}

/* Whole files, since diod locks with flock(2); so two isles, or an isle and flock(1), see each other. */
static void locks_hold_against_another_isle(void **state)
{
	connect_to(&one, share(), words_rw);
	connect_to(&other, share(), words_rw);
	struct ninep_fid *mine = created(one.root, "file", BASIC_MODE), *theirs = opened(other.root, "file", RDWR);
	struct ninep_lock lock = {.type = NINEP_LOCK_WRITE, .process = 1};
	assert_int_equal(ninep_lock(mine, &lock, 0), NINEP_LOCK_SUCCESS);
	assert_int_equal(ninep_lock(theirs, &lock, 0), NINEP_LOCK_BLOCKED);
	struct ninep_lock asked = lock;
	assert_int_equal(ninep_getlock(theirs, &asked), 0);
	assert_int_equal(asked.type, NINEP_LOCK_WRITE);
	lock.type = NINEP_LOCK_UNLOCK;
	assert_int_equal(ninep_lock(mine, &lock, 0), NINEP_LOCK_SUCCESS);
	asked.type = NINEP_LOCK_WRITE;
	assert_int_equal(ninep_getlock(theirs, &asked), 0);
	assert_int_equal(asked.type, NINEP_LOCK_UNLOCK);
	ninep_fid_put(mine);
	ninep_fid_put(theirs);
}

static void a_read_only_folder_cannot_be_changed(void **state)
{
	char bytes[8];
	struct ninep_fid *fid;
	struct ninep_setattr_values values = {.valid = NINEP_SET_MODE, .mode = 0600};
	host_run("cd %s && echo hello >file && mkdir d", share());
	host_run("echo 'exports = { { path = \"" HERMIT_SHARE_EXPORT "\", opts = \"ro\" } }' >%s",
		host_path("read-only"));
	connect_to(&one, share(), words_ro);
	struct ninep_fid *file = opened(one.root, "file", 0);
	assert_int_equal(read_some(file, 0, bytes, sizeof(bytes)), 6);
	assert_int_equal(ninep_setattr(file, &values), -EROFS);
	ninep_fid_put(file);
	fid = another(one.root);
	assert_int_equal(ninep_create(fid, "new", 3, CREAT_EXCL | RDWR, BASIC_MODE, 0), -EROFS);
	ninep_fid_put(fid);
	fid = found(one.root, "file");
	assert_int_equal(ninep_open(fid, RDWR), -EROFS);
	ninep_fid_put(fid);
	assert_int_equal(ninep_mkdir(one.root, "new", 3, 0755, 0), -EROFS);
	assert_int_equal(ninep_symlink(one.root, "new", 3, "x", 0), -EROFS);
	assert_int_equal(remove_name(one.root, "file", 0), -EROFS);
	assert_int_equal(rename_to(one.root, "file", one.root, "new"), -EROFS);
	host_run("cd %s && test \"$(ls | tr '\\n' ' ')\" = 'd file '", share());
}

/* The isle resolves links itself: a server that followed one would lead out of the folder. */
static void links_are_not_followed_by_the_server(void **state)
{
	struct ninep_fid *fid;
	struct ninep_qid qid;
	host_run("cd %s && ln -s /etc out && ln -s /etc/passwd file", share());
	connect_to(&one, share(), words_rw);
	assert_int_equal(ninep_walk(one.root, "out", 3, &fid, &qid), 0);
	assert_int_equal(qid.type, NINEP_QID_SYMLINK);
	ninep_fid_put(fid);
	fid = found(one.root, "file");
	assert_int_equal(attributes_of(fid).mode & IFMT, 0120000);
	ninep_fid_put(fid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(contents_go_there_and_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(attributes_are_those_of_the_host, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_entry_of_a_large_directory_comes_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_made_and_removed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(files_are_renamed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_open_file_outlives_its_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(locks_hold_against_another_isle, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_read_only_folder_cannot_be_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links_are_not_followed_by_the_server, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("ninep_diod", tests, NULL, NULL);
}
