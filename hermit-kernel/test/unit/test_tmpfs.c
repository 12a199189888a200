// sources: fs/walk.c fs/dentry.c fs/inode.c fs/limit.c fs/names.c fs/mount.c fs/open.c fs/file.c fs/fdtable.c fs/lock.c
// sources: fs/devfs.c fs/tmpfs.c fs/tmpfs_dir.c fs/tmpfs_file.c fs/erofs.c lib/radix.c lib/format.c sched/rlimit.c
// sources: test/unit/host.c test/unit/host_fs.c test/unit/host_files.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fs/tmpfs*.c against a model: contents of a file as an array of bytes, on a plain tmpfs and over a root image, with
 * memory that runs out now and then; attributes and mappings of files of the image.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm-generic/fcntl.h>
#include <linux/falloc.h>
#include "fs/erofs.h"
#include "fs/file.h"
#include "fs/tmpfs.h"
#include "fs/vfs.h"
#include "lib/format.h"
#include "mm/page.h"
#include "test/unit/host.h"
#include "test/unit/host_files.h"
#include "test/unit/host_fs.h"

#define SIZE_MAX_MODEL 90000u
#define CONTENT_STEPS  6000

static struct erofs image;

/** /file and /mapped (20001 bytes), a folder that is not empty, a file with two names. */
static void make_image(void)
{
	const char *folder = host_folder();
	host_run("mkdir -p %s/tree/full", folder);
	host_run("cd %s/tree && seq 1 100000 | head -c 20001 > file && cp file mapped && echo x > full/x", folder);
	host_run("cd %s/tree && echo twice > link-a && ln link-a link-b", folder);
	host_run("mkfs.erofs --quiet --all-root %s/image %s/tree > /dev/null", folder, folder);
}

static int prepare(void **state)
{
	char path[200];
	size_t size;
	make_image();
	snprintf(path, sizeof(path), "%s/image", host_folder());
	void *memory = host_load(path, &size);
	host_fs_init();
	if (erofs_open(memory, size, &image))
		return -1;
	int error = vfs_mount(
		tmpfs_new(&(struct tmpfs_options){.source = "root", .lower = &image, .uid = 7, .gid = 8}), NULL);
	if (!error)
		error = vfs_make_path("/plain");
	if (!error)
		error = vfs_mount(tmpfs_new(&(struct tmpfs_options){.source = "plain", .mode = 0755}), "/plain");
	return error;
}

static struct file *must_open(const char *path, int flags)
{
	struct file *file = file_open(NULL, path, flags, 0644);
	assert_false(is_error(file));
	return file;
}

/* Contents */

static uint8_t model[SIZE_MAX_MODEL + 8192];
static uint64_t model_size;

static void model_resize(uint64_t size)
{
	if (size > model_size)
		memset(model + model_size, 0, size - model_size);
	model_size = size;
}

static void step_write(struct file *file, bool append)
{
	static uint8_t bytes[9000];
	uint64_t position = append ? model_size : host_random() % (SIZE_MAX_MODEL - 9000);
	size_t size = host_random() % (host_random() % 2 ? 9000 : 60);
	if (append && model_size > SIZE_MAX_MODEL - 9000)
		return;
	host_random_bytes(bytes, size);
	file->flags = append ? O_RDWR | O_APPEND : O_RDWR;
	ssize64_t done = file_write(file, bytes, size, position);
	file->flags = O_RDWR;
	assert_true(done >= 0 || done == -ENOSPC);
	if (done <= 0)
		return;
	if (position + (uint64_t)done > model_size)
		model_resize(position + (uint64_t)done);
	memcpy(model + position, bytes, (size_t)done);
}

static void step_truncate(struct file *file)
{
	uint64_t size = host_random() % SIZE_MAX_MODEL;
	if (host_random() % 2)
		size = size / 4096 * 4096;
	int error = inode_truncate(file->inode, size);
	assert_true(error == 0 || error == -ENOSPC);
	if (!error)
		model_resize(size);
}

static void step_punch(struct file *file)
{
	uint64_t offset = host_random() % SIZE_MAX_MODEL, length = 1 + host_random() % 20000;
	int error = file->ops->fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
	assert_true(error == 0 || error == -ENOSPC);
	if (error || offset >= model_size)
		/* what was cleared before memory ran out is zero already: put the model's bytes back */
		for (uint64_t at = offset; error && at < offset + length && at < model_size; at++) {
			uint8_t byte = 1;
			assert_int_equal(file_read(file, &byte, 1, at), 1);
			assert_true(byte == model[at] || byte == 0);
			model[at] = byte;
		}
	else
		memset(model + offset, 0, offset + length < model_size ? length : model_size - offset);
}

static void step_allocate(struct file *file)
{
	uint64_t offset = host_random() % (SIZE_MAX_MODEL - 20000), length = 1 + host_random() % 20000;
	bool keep = host_random() % 2;
	int error = file->ops->fallocate(file, keep ? FALLOC_FL_KEEP_SIZE : 0, offset, length);
	assert_true(error == 0 || error == -ENOSPC);
	if (!error && !keep && offset + length > model_size)
		model_resize(offset + length);
}

static void step_read(struct file *file)
{
	static uint8_t bytes[9000];
	uint64_t position = host_random() % SIZE_MAX_MODEL;
	size_t size = host_random() % sizeof(bytes);
	uint64_t left = position < model_size ? model_size - position : 0;
	assert_int_equal(file_read(file, bytes, size, position), left < size ? left : size);
	assert_memory_equal(bytes, model + position, left < size ? left : size);
}

/** As page faults get it. */
static void step_page(struct file *file)
{
	uint64_t index = host_random() % (SIZE_MAX_MODEL / 4096 + 2);
	bool write = host_random() % 3 == 0;
	struct file_page page;
	int error = file->inode->ops->get_page(file->inode, index, write, &page);
	if (index * 4096 >= model_size) {
		assert_int_equal(error, -ENXIO);
		return;
	}
	assert_true(error == 0 || error == -ENOSPC);
	if (error)
		return;
	uint64_t left = model_size - index * 4096;
	uint8_t *bytes = phys_to_virt(page.phys);
	assert_memory_equal(bytes, model + index * 4096, left < 4096 ? left : 4096);
	assert_true(page.writable || !write);
	if (write) { /* through the mapping */
		bytes[0] ^= 0x55;
		model[index * 4096] ^= 0x55;
	}
	if (page.page)
		page_put(page.page);
}

/** Holes hold zeroes; SEEK_DATA and SEEK_HOLE take turns to the end. */
static void step_seek(struct file *file)
{
	int64_t at = 0;
	while ((uint64_t)at < model_size) {
		ssize64_t data = file_seek(file, at, 3 /* SEEK_DATA */);
		uint64_t end = data == -ENXIO ? model_size : (uint64_t)data;
		for (; (uint64_t)at < end; at++)
			assert_int_equal(model[at], 0);
		if (data == -ENXIO)
			break;
		at = file_seek(file, data, 4 /* SEEK_HOLE */);
		assert_true(at > data);
	}
	assert_int_equal(file_seek(file, (int64_t)model_size, 3), -ENXIO);
}

static void step_contents(struct file *file)
{
	static void (*const steps[])(struct file *) = {
		step_truncate, step_punch, step_allocate, step_read, step_read, step_page, step_page, step_seek};
	unsigned which = host_random() % 12;
	if (which < 8)
		steps[which](file);
	else
		step_write(file, which == 8);
}

static void contents_behave_as_an_array(const char *path)
{
	struct file *file = must_open(path, O_RDWR | O_CREAT);
	struct attributes attributes;
	model_size = (uint64_t)file_read(file, model, sizeof(model), 0);
	for (unsigned i = 0; i < CONTENT_STEPS; i++) {
		host_allocations_left = host_random() % 4 ? -1 : (int)(host_random() % 4);
		step_contents(file);
		host_allocations_left = -1;
		file_attributes(file, &attributes);
		assert_int_equal(attributes.size, model_size);
	}
	assert_int_equal(inode_truncate(file->inode, 0), 0);
	file_attributes(file, &attributes);
	assert_int_equal(attributes.blocks, 0);
	file_put(file);
}

static void contents_of_a_new_file(void **state)
{
	contents_behave_as_an_array("/plain/file");
}

static void contents_of_a_file_of_the_image(void **state)
{
	contents_behave_as_an_array("/file");
	assert_int_equal(tmpfs_bytes_used(), 0); /* both files are empty again */
}

/** Mapped from the image while it can't change; afterwards not. */
static void mappings_of_the_image(void **state)
{
	struct file_page page;
	struct file *reader = must_open("/mapped", O_RDONLY);
	assert_int_equal(reader->inode->ops->get_page(reader->inode, 0, false, &page), 0);
	assert_null(page.page);
	assert_false(page.writable);
	unsigned before = host_unmaps;
	struct file *writer = must_open("/mapped", O_RDWR);
	assert_int_equal(host_unmaps, before + 1);
	assert_int_equal(file_write(writer, "new", 3, 10), 3);
	assert_int_equal(reader->inode->ops->get_page(reader->inode, 0, false, &page), 0);
	assert_non_null(page.page);
	assert_memory_equal((char *)phys_to_virt(page.phys) + 10, "new", 3);
	page_put(page.page);
	assert_int_equal(reader->inode->ops->get_page(reader->inode, 1, false, &page), 0);
	assert_non_null(page.page); /* not written yet, but it may be */
	page_put(page.page);
	assert_int_equal(inode_truncate(writer->inode, 0), 0);
	file_put(reader);
	file_put(writer);
}

static void attributes_of_the_image(void **state)
{
	struct attributes first, second;
	struct file *file = must_open("/link-a", O_RDONLY), *other = must_open("/link-b", O_RDONLY);
	file_attributes(file, &first);
	file_attributes(other, &second);
	assert_ptr_equal(file->inode, other->inode);
	assert_int_equal(first.links, 2);
	assert_int_equal(first.uid, 7); /* root's files are the program's */
	assert_int_equal(first.gid, 8);
	assert_int_equal(first.inode, second.inode);
	assert_int_equal(vfs_unlink(NULL, "/link-a"), 0);
	file_attributes(other, &second);
	assert_int_equal(second.links, 1);
	assert_int_equal(vfs_rmdir(NULL, "/full"), -ENOTEMPTY); /* its names are in the image only */
	file_put(file);
	file_put(other);
}

static void nameless_files(void **state)
{
	char path[100], byte = 1;
	struct file_page page;
	struct file *file = tmpfs_anonymous_file(10000);
	assert_int_equal(file->inode->ops->get_page(file->inode, 2, true, &page), 0);
	page_put(page.page);
	assert_int_equal(file->inode->ops->get_page(file->inode, 3, true, &page), -ENXIO);
	file_path(file, path, sizeof(path));
	assert_string_equal(path, "/dev/zero (deleted)");
	file_put(file);
	file = tmpfs_memfd("name");
	assert_int_equal(file_write(file, &byte, 1, 5000), 1);
	file_path(file, path, sizeof(path));
	assert_string_equal(path, "/memfd:name (deleted)");
	file_put(file);
	file = must_open("/plain", O_RDWR | O_TMPFILE);
	assert_int_equal(file_write(file, &byte, 1, 0), 1);
	file_put(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mappings_of_the_image),
		cmocka_unit_test(contents_of_a_new_file),
		cmocka_unit_test(contents_of_a_file_of_the_image),
		cmocka_unit_test(attributes_of_the_image),
		cmocka_unit_test(nameless_files),
	};
	return cmocka_run_group_tests(tests, prepare, NULL);
}
