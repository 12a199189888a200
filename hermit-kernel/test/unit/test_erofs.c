// sources: fs/erofs.c test/unit/host.c test/unit/host_files.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fs/erofs.c on images that mkfs.erofs makes: what was put in comes out; and damaged images, under ASan with not a byte
 * mapped behind them, answer errors or other contents but never lead outside.
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
#include "fs/erofs.h"
#include "test/unit/host.h"
#include "test/unit/host_files.h"

#define FUZZ_ROUNDS 1500
#define DEPTH_MAX   6

static uint8_t *image;
static size_t image_size;
static struct erofs erofs;

/** A tree with every kind of file; many/ has names for several directory blocks. */
static void make_image(void)
{
	const char *folder = host_folder();
	host_run("mkdir -p %s/tree/sub/deeper %s/tree/many %s/tree/empty", folder, folder, folder);
	host_run("cd %s/tree && printf hello > small && : > nothing && ln small sub/linked", folder);
	host_run(
		"cd %s/tree && seq 1 100000 | head -c 8192 > aligned && seq 1 100000 | head -c 20001 > tailed", folder);
	host_run("cd %s/tree && ln -s ../small sub/link && ln -s /a/very/$(printf %%0200d 7)/path deeplink", folder);
	host_run("cd %s/tree && mkfifo fifo && chmod 4755 small && touch -d @1000000000.5 small", folder);
	host_run("cd %s/tree/many && for i in $(seq 1 700); do echo $i > a-name-of-some-length-$i; done", folder);
	host_run("mkfs.erofs --quiet --all-root %s/image %s/tree > /dev/null", folder, folder);
}

static int load_image(void **state)
{
	char path[200];
	make_image();
	snprintf(path, sizeof(path), "%s/image", host_folder());
	image = host_load(path, &image_size);
	return erofs_open(image, image_size, &erofs);
}

static int unload_image(void **state)
{
	host_unload(image);
	return 0;
}

/** The node of a path below the root. */
static int find(const char *path, struct erofs_node *node)
{
	uint64_t number = erofs.root;
	for (;;) {
		int error = erofs_read_node(&erofs, number, node);
		if (error || !*path)
			return error;
		size_t length = strcspn(path, "/");
		error = erofs_lookup(&erofs, node, path, length, &number);
		if (error)
			return error;
		path += length + (path[length] == '/');
	}
}

/** Contents of a file, as its pages have them; must be freed. */
static char *contents(const struct erofs_node *node)
{
	char *text = calloc(1, node->size + 1);
	for (uint64_t done = 0; done < node->size; done += 4096) {
		struct erofs_page page;
		erofs_page(&erofs, node, done / 4096, &page);
		assert_int_equal(page.valid, node->size - done < 4096 ? node->size - done : 4096);
		memcpy(text + done, page.bytes, page.valid);
	}
	return text;
}

static void compare_with_host(const char *path)
{
	char name[300];
	struct erofs_node node;
	size_t size;
	snprintf(name, sizeof(name), "%s/tree/%s", host_folder(), path);
	assert_int_equal(find(path, &node), 0);
	char *original = host_load(name, &size), *text = contents(&node);
	assert_int_equal(node.size, size);
	assert_memory_equal(text, original, size);
	free(text);
	host_unload(original);
}

static void files_have_their_contents(void **state)
{
	compare_with_host("small");
	compare_with_host("aligned");
	compare_with_host("tailed");
	compare_with_host("sub/linked");
	compare_with_host("many/a-name-of-some-length-1");
	compare_with_host("many/a-name-of-some-length-700");
}

static void whole_pages_can_be_mapped(void **state)
{
	struct erofs_node node;
	struct erofs_page page;
	assert_int_equal(find("tailed", &node), 0);
	for (unsigned i = 0; i < 4; i++) {
		erofs_page(&erofs, &node, i, &page);
		assert_true(page.whole);
		assert_int_equal((uintptr_t)page.bytes % 4096, 0);
	}
	erofs_page(&erofs, &node, 5, &page);
	assert_int_equal(page.valid, 0);
	erofs_page(&erofs, &node, UINT64_MAX, &page);
	assert_int_equal(page.valid, 0);
}

static void attributes_are_kept(void **state)
{
	struct erofs_node node, linked;
	assert_int_equal(find("small", &node), 0);
	assert_int_equal(node.mode, 0104755);
	assert_int_equal(node.links, 2);
	assert_int_equal(node.uid, 0);
	assert_int_equal(find("sub/linked", &linked), 0);
	assert_int_equal(node.number, linked.number);
	assert_int_equal(find("fifo", &node), 0);
	assert_int_equal(node.mode & 0170000, 0010000);
	assert_int_equal(find("nothing", &node), 0);
	assert_int_equal(node.size, 0);
	assert_int_equal(find("", &node), 0);
	assert_int_equal(node.mode & 0170000, 0040000);
}

static void links_have_their_targets(void **state)
{
	struct erofs_node node;
	char target[300];
	assert_int_equal(find("sub/link", &node), 0);
	assert_int_equal(erofs_readlink(&erofs, &node, target, sizeof(target)), 8);
	assert_memory_equal(target, "../small", 8);
	assert_int_equal(find("deeplink", &node), 0);
	assert_int_equal(erofs_readlink(&erofs, &node, target, sizeof(target)), 213);
	assert_int_equal(erofs_readlink(&erofs, &node, target, 10), 10);
}

static void unknown_names_are_not_found(void **state)
{
	static const char *const names[] = {
		"zzz", "a", "smalle", "smal", "many/a-name-of-some-length-0", "many/zz", "many/!"};
	struct erofs_node node;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(find(names[i], &node), -ENOENT);
}

struct listing {
	unsigned count;
	char last[300];
};

static int note_name(const struct erofs_name *name, void *arg)
{
	struct listing *listing = arg;
	char text[300];
	snprintf(text, sizeof(text), "%.*s", (int)name->length, name->name);
	assert_true(strcmp(listing->last, text) < 0); /* in order, none twice */
	strcpy(listing->last, text);
	assert_int_equal(name->type, 8);
	listing->count++;
	return 0;
}

static void directories_list_all_names(void **state)
{
	struct listing listing = {0};
	struct erofs_node node;
	assert_int_equal(find("many", &node), 0);
	assert_int_equal(erofs_for_each_name(&erofs, &node, note_name, &listing), 0);
	assert_int_equal(listing.count, 700);
	listing.count = 0;
	assert_int_equal(find("empty", &node), 0);
	assert_int_equal(erofs_for_each_name(&erofs, &node, note_name, &listing), 0);
	assert_int_equal(listing.count, 0);
}

static void other_images_are_refused(void **state)
{
	struct erofs other;
	uint8_t *copy = malloc(image_size);
	memcpy(copy, image, image_size);
	assert_int_equal(erofs_open(copy, 1024, &other), -EINVAL);
	assert_int_equal(erofs_open(copy, image_size / 2, &other), -EUCLEAN);
	copy[1024 + 0x50] |= 0x10; /* compressed tails */
	assert_int_equal(erofs_open(copy, image_size, &other), -EOPNOTSUPP);
	copy[1024] ^= 1;
	assert_int_equal(erofs_open(copy, image_size, &other), -EINVAL);
	free(copy);
}

/* Damaged images: walk through all that can be reached, reading every byte. */

static volatile uint8_t sink;
static unsigned visited, refused;

static void read_all(const struct erofs *damaged, const struct erofs_node *node)
{
	for (uint64_t index = 0; index < 40; index++) {
		struct erofs_page page;
		erofs_page(damaged, node, index, &page);
		for (uint32_t i = 0; i < page.valid; i++)
			sink ^= page.bytes[i];
		if (page.whole)
			sink ^= page.bytes[4095];
	}
}

struct visit {
	const struct erofs *damaged;
	const struct erofs_node *dir;
	unsigned depth;
};

static void visit_node(const struct erofs *damaged, uint64_t number, unsigned depth);

static int visit_name(const struct erofs_name *name, void *arg)
{
	const struct visit *visit = arg;
	uint64_t number;
	erofs_lookup(visit->damaged, visit->dir, name->name, name->length, &number);
	visit_node(visit->damaged, name->number, visit->depth + 1);
	return 0;
}

static void visit_node(const struct erofs *damaged, uint64_t number, unsigned depth)
{
	struct erofs_node node;
	char target[4096];
	if (depth > DEPTH_MAX || ++visited > 3000)
		return;
	int error = erofs_read_node(damaged, number, &node);
	if (error) {
		assert_int_equal(error, -EUCLEAN);
		refused++;
		return;
	}
	if ((node.mode & 0170000) == 0040000) {
		struct visit visit = {damaged, &node, depth};
		erofs_for_each_name(damaged, &node, visit_name, &visit);
	} else if ((node.mode & 0170000) == 0120000) {
		erofs_readlink(damaged, &node, target, sizeof(target));
	} else {
		read_all(damaged, &node);
	}
}

static void damage(uint8_t *copy)
{
	size_t metadata = image_size; /* inodes and directories may lie anywhere */
	for (unsigned flips = 1 + host_random() % 40; flips > 0; flips--) {
		size_t at = 1024 + host_random() % (metadata - 1024);
		switch (host_random() % 3) {
		case 0:
			copy[at] ^= 1u << host_random() % 8;
			break;
		case 1:
			copy[at] = (uint8_t)host_random();
			break;
		case 2:
			memset(copy + at, host_random() % 2 ? 0xff : 0,
				host_random() % 8 < metadata - at ? host_random() % 8 : 0);
			break;
		}
	}
	if (host_random() % 2) /* aim at the super block, too */
		copy[1024 + host_random() % 128] = (uint8_t)host_random();
}

static void damaged_images_are_survived(void **state)
{
	for (unsigned round = 0; round < FUZZ_ROUNDS; round++) {
		struct erofs damaged;
		uint8_t *copy = aligned_alloc(4096, image_size);
		memcpy(copy, image, image_size);
		/* half of the rounds hit a small part often: the inodes at the image's beginning */
		size_t kept = image_size;
		if (round % 2)
			image_size = 16384 < image_size ? 16384 : image_size;
		damage(copy);
		image_size = kept;
		visited = 0;
		if (erofs_open(copy, image_size, &damaged) == 0)
			visit_node(&damaged, damaged.root, 0);
		free(copy);
	}
	assert_true(refused > 50); /* the damage did reach inodes */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_have_their_contents),
		cmocka_unit_test(whole_pages_can_be_mapped),
		cmocka_unit_test(attributes_are_kept),
		cmocka_unit_test(links_have_their_targets),
		cmocka_unit_test(unknown_names_are_not_found),
		cmocka_unit_test(directories_list_all_names),
		cmocka_unit_test(other_images_are_refused),
		cmocka_unit_test(damaged_images_are_survived),
	};
	return cmocka_run_group_tests(tests, load_image, unload_image);
}
