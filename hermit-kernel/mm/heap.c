/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel heap.
 *
 * Small sizes come from slabs: blocks of pages cut into objects of one size class, described by a struct slab in the
 * block's last bytes, so objects of a power of two are aligned to themselves. Each core keeps a short list of free
 * objects per class (a magazine, used with interrupts off); batches move between magazines and slabs under the class's
 * lock. Larger sizes are whole pages: a block whose unneeded tail was given back.
 *
 * Every page of a slab points to it (struct page.slab); a page of a large object has NULL there and the number of pages
 * in `index`.
 */
#include "mm/heap.h"

#include "lib/list.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/page.h"
#include "sched/core.h"

#define SMALL_MAX 2048u
#define CLASSES   14u

/** A free object's first word links it. */
struct object {
	struct object *next;
};

struct class
{
	struct spinlock lock; /* interrupts off */
	uint16_t size;
	uint16_t order;
	uint16_t magazine;   /* objects that a core keeps at most */
	uint16_t empty;      /* slabs in `partial` without an object in use: one at most */
	struct list partial; /* slabs with a free object */
};

struct slab {
	struct list link; /* in class->partial, or nowhere while full */
	struct class *class;
	struct object *free;
	uint16_t used, total;
};

struct magazine {
	struct object *top;
	uint32_t count;
};

struct magazines {
	struct magazine of[CLASSES];
};

#define CLASS(index, bytes, pages_order, keep)                                                                         \
	[index] = {SPINLOCK_INIT, bytes, pages_order, keep, 0, LIST_INIT(classes[index].partial)}

static struct class classes[CLASSES] = {
	CLASS(0, 16, 0, 64),
	CLASS(1, 32, 0, 64),
	CLASS(2, 48, 0, 64),
	CLASS(3, 64, 0, 64),
	CLASS(4, 96, 0, 32),
	CLASS(5, 128, 0, 32),
	CLASS(6, 192, 0, 32),
	CLASS(7, 256, 0, 32),
	CLASS(8, 384, 1, 16),
	CLASS(9, 512, 1, 16),
	CLASS(10, 768, 2, 16),
	CLASS(11, 1024, 2, 16),
	CLASS(12, 1536, 3, 8),
	CLASS(13, 2048, 3, 8),
};

static struct magazines *cores[CORES_MAX];
static _Atomic uint64_t bytes_used; /* whole pages held by the heap */

static unsigned class_index(size_t size)
{
	unsigned index = 0;
	while (classes[index].size < size)
		index++;
	return index;
}

/* ---- slabs; the class's lock is held ---- */

static struct slab *slab_create_locked(struct class *class)
{
	struct page *page = page_alloc(class->order, PAGE_ATOMIC, NODE_ANY);
	if (!page)
		return NULL;
	size_t bytes = PAGE_SIZE << class->order;
	char *base = page_to_virt(page);
	struct slab *slab = (struct slab *)(base + bytes) - 1;
	list_init(&slab->link);
	slab->class = class;
	slab->used = 0;
	slab->total = (uint16_t)((bytes - sizeof(*slab)) / class->size);
	slab->free = NULL;
	for (unsigned i = slab->total; i-- > 0;) {
		struct object *object = (struct object *)(base + i * class->size);
		object->next = slab->free;
		slab->free = object;
	}
	for (unsigned i = 0; i < 1u << class->order; i++)
		page[i].slab = slab;
	atomic_fetch_add_explicit(&bytes_used, bytes, memory_order_relaxed);
	list_push(&class->partial, &slab->link);
	class->empty++;
	return slab;
}

static void slab_destroy_locked(struct slab *slab)
{
	uint64_t bytes = PAGE_SIZE << slab->class->order;
	list_remove(&slab->link);
	slab->class->empty--;
	atomic_fetch_sub_explicit(&bytes_used, bytes, memory_order_relaxed);
	page_put(page_from_phys(virt_to_phys((char *)(slab + 1) - bytes)));
}

static struct object *class_take_locked(struct class *class)
{
	struct slab *slab;
	if (!list_empty(&class->partial))
		slab = list_first(&class->partial, struct slab, link);
	else if (!(slab = slab_create_locked(class)))
		return NULL;
	struct object *object = slab->free;
	slab->free = object->next;
	if (slab->used++ == 0)
		class->empty--;
	if (!slab->free)
		list_remove(&slab->link);
	return object;
}

static void class_give_locked(struct class *class, struct object *object)
{
	struct slab *slab = page_from_phys(virt_to_phys(object))->slab;
	assert(slab->class == class && slab->used > 0);
	if (!slab->free)
		list_push(&class->partial, &slab->link);
	object->next = slab->free;
	slab->free = object;
	if (--slab->used > 0)
		return;
	/* An empty slab goes last, so that others fill up first; the second one is given back. */
	list_remove(&slab->link);
	list_append(&class->partial, &slab->link);
	if (++class->empty > 1)
		slab_destroy_locked(slab);
}

/* ---- magazines; interrupts off ---- */

static struct object *magazine_pop(struct magazine *magazine)
{
	struct object *object = magazine->top;
	magazine->top = object->next;
	magazine->count--;
	return object;
}

static void magazine_push(struct magazine *magazine, struct object *object)
{
	object->next = magazine->top;
	magazine->top = object;
	magazine->count++;
}

/** A core's magazines are made when it allocates for the first time. */
static struct magazines *magazines_create(unsigned core)
{
	struct class *class = &classes[class_index(sizeof(struct magazines))];
	spin_lock(&class->lock);
	struct magazines *magazines = (struct magazines *)class_take_locked(class);
	spin_unlock(&class->lock);
	if (magazines)
		memset(magazines, 0, sizeof(*magazines));
	cores[core] = magazines;
	return magazines;
}

static struct magazine *magazine_this(unsigned index)
{
	unsigned core = core_this()->id;
	struct magazines *magazines = cores[core];
	if (unlikely(!magazines))
		magazines = magazines_create(core);
	return magazines ? &magazines->of[index] : NULL;
}

static void magazine_fill(struct magazine *magazine, struct class *class)
{
	spin_lock(&class->lock);
	for (unsigned i = 0; i < class->magazine / 2u; i++) {
		struct object *object = class_take_locked(class);
		if (!object)
			break;
		magazine_push(magazine, object);
	}
	spin_unlock(&class->lock);
}

static void magazine_drain(struct magazine *magazine, struct class *class)
{
	spin_lock(&class->lock);
	while (magazine->count > class->magazine / 2u)
		class_give_locked(class, magazine_pop(magazine));
	spin_unlock(&class->lock);
}

static void *small_alloc(size_t size)
{
	unsigned index = class_index(size);
	irqflags_t flags = irq_save();
	struct magazine *magazine = magazine_this(index);
	void *object = NULL;
	if (magazine) {
		if (!magazine->top)
			magazine_fill(magazine, &classes[index]);
		if (magazine->top)
			object = magazine_pop(magazine);
	}
	irq_restore(flags);
	return object;
}

static void small_free(struct class *class, struct object *object)
{
	irqflags_t flags = irq_save();
	struct magazine *magazine = magazine_this((unsigned)(class - classes));
	if (magazine) {
		magazine_push(magazine, object);
		if (magazine->count > class->magazine)
			magazine_drain(magazine, class);
	} else {
		spin_lock(&class->lock);
		class_give_locked(class, object);
		spin_unlock(&class->lock);
	}
	irq_restore(flags);
}

/* ---- whole pages ---- */

static void *large_alloc(size_t size)
{
	uint64_t pages = (size + PAGE_SIZE - 1) / PAGE_SIZE;
	unsigned order = pages > 1 ? 64u - (unsigned)__builtin_clzll(pages - 1) : 0;
	if (size > PAGE_SIZE << PAGE_ORDER_MAX)
		return NULL;
	struct page *page = page_alloc(order, PAGE_ATOMIC, NODE_ANY);
	if (!page)
		return NULL;
	if (order > 0) {
		page_split(page);
		for (uint64_t i = pages; i < 1ULL << order; i++)
			page_put(&page[i]);
	}
	page->slab = NULL;
	page->index = pages;
	atomic_fetch_add_explicit(&bytes_used, pages * PAGE_SIZE, memory_order_relaxed);
	return page_to_virt(page);
}

static void large_free(struct page *page)
{
	uint64_t pages = page->index;
	atomic_fetch_sub_explicit(&bytes_used, pages * PAGE_SIZE, memory_order_relaxed);
	for (uint64_t i = 0; i < pages; i++)
		page_put(&page[i]);
}

/* ---- interface ---- */

void *heap_alloc(size_t size)
{
	return size <= SMALL_MAX ? small_alloc(size) : large_alloc(size);
}

void *heap_zalloc(size_t size)
{
	void *memory = heap_alloc(size);
	if (memory)
		memset(memory, 0, size);
	return memory;
}

void heap_free(void *memory)
{
	if (!memory)
		return;
	struct page *page = page_from_phys(virt_to_phys(memory));
	assert(page);
	if (page->slab)
		small_free(((struct slab *)page->slab)->class, memory);
	else
		large_free(page);
}

static size_t object_size(void *memory)
{
	struct page *page = page_from_phys(virt_to_phys(memory));
	return page->slab ? ((struct slab *)page->slab)->class->size : page->index * PAGE_SIZE;
}

void *heap_realloc(void *memory, size_t size)
{
	if (!memory)
		return heap_alloc(size);
	size_t have = object_size(memory);
	if (size <= have && size > have / 4)
		return memory;
	void *moved = heap_alloc(size);
	if (!moved)
		return size <= have ? memory : NULL;
	memcpy(moved, memory, min(have, size));
	heap_free(memory);
	return moved;
}

char *heap_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = heap_alloc(size);
	if (copy)
		memcpy(copy, s, size);
	return copy;
}

size_t heap_bytes_used(void)
{
	return atomic_load_explicit(&bytes_used, memory_order_relaxed);
}
