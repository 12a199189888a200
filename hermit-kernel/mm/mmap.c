/* SPDX-License-Identifier: BSD-3-Clause */
/* mmap, munmap, brk: mmap(2), brk(2). */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include "fs/file.h"
#include "fs/tmpfs.h"
#include "mm/page.h"
#include "mm/range.h"
#include "sched/rlimit.h"

#define MAP_HUGE_SIZE_MASK 63u
#define LOW_32BIT          0x40000000ULL /* MAP_32BIT searches the second GiB, as Linux does */

/** What a call of mmap wants, as far as it is checked. */
struct request {
	uint64_t address, length; /* length in whole pages */
	uint64_t align;
	uint32_t vma_flags;
	int flags;
	struct file *file; /* NULL: anonymous */
	uint64_t offset;
};

bool mm_lock_future;

/* ---- checks ---- */

/** MAP_HUGETLB: only private anonymous memory in pages of 2 MiB is to be had. */
static int check_huge(struct request *request)
{
	unsigned shift = (unsigned)request->flags >> MAP_HUGE_SHIFT & MAP_HUGE_SIZE_MASK;
	if (request->file)
		return -EINVAL;
	if (shift && shift != HUGE_PAGE_SHIFT)
		return shift == 30 ? -ENOMEM : -EINVAL;
	if (request->flags & MAP_SHARED)
		return -ENOMEM;
	request->length = align_up(request->length, HUGE_PAGE_SIZE);
	request->align = HUGE_PAGE_SIZE;
	request->vma_flags |= VMA_HUGETLB;
	if (request->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE) && !is_aligned(request->address, HUGE_PAGE_SIZE))
		return -EINVAL;
	return request->length && request->length / PAGE_SIZE <= page_free_count() ? 0 : -ENOMEM;
}

static int check_file(struct request *request)
{
	struct file *file = request->file;
	unsigned mode = file->flags & O_ACCMODE;
	bool shared = request->vma_flags & VMA_SHARED;
	if (mode == O_WRONLY)
		return -EACCES;
	if (shared && mode != O_RDWR) {
		if (request->vma_flags & VMA_WRITE)
			return -EACCES;
		request->vma_flags &= ~(uint32_t)VMA_MAY_WRITE;
	}
	if (!file->ops->mmap && !(file->inode && file->inode->ops->get_page))
		return -ENODEV;
	return request->offset + request->length < request->offset ? -EOVERFLOW : 0;
}

static int check_type(struct request *request)
{
	switch (request->flags & MAP_TYPE) {
	case MAP_SHARED_VALIDATE:
		if (request->flags & MAP_SYNC)
			return -EOPNOTSUPP;
		/* fall through */
	case MAP_SHARED:
		request->vma_flags |= VMA_SHARED;
		return request->flags & MAP_GROWSDOWN ? -EINVAL : 0;
	case MAP_PRIVATE:
		return 0;
	default:
		return -EINVAL;
	}
}

static int check_address(const struct request *request)
{
	if (!(request->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)))
		return 0;
	if (!is_aligned(request->address, PAGE_SIZE))
		return -EINVAL;
	if (!range_valid(request->address, request->length))
		return -ENOMEM;
	return request->address < MM_LOWEST ? -EPERM : 0;
}

static uint32_t vma_flags_of(int prot, int flags)
{
	uint32_t vma_flags = (uint32_t)prot & VMA_PROT_MASK;
	vma_flags |= VMA_MAY_WRITE;
	if (flags & MAP_NORESERVE)
		vma_flags |= VMA_NORESERVE;
	if (flags & MAP_STACK)
		vma_flags |= VMA_NO_HUGE;
	if (flags & MAP_GROWSDOWN)
		vma_flags |= VMA_STACK;
	if (mm_lock_future)
		vma_flags |= VMA_LOCKED;
	return vma_flags;
}

static int request_check(struct request *request)
{
	if (!is_aligned(request->offset, PAGE_SIZE) || !request->length)
		return -EINVAL;
	request->length = range_pages(request->length);
	if (!request->length || !range_valid(0, request->length))
		return -ENOMEM;
	int error = check_type(request);
	if (!error && request->flags & MAP_HUGETLB)
		error = check_huge(request);
	if (!error)
		error = check_address(request);
	return error || !request->file ? error : check_file(request);
}

/* ---- where ---- */

/** Big anonymous blocks begin at a 2 MiB border, so that big pages fit. */
static uint64_t request_align(const struct request *request)
{
	bool big = request->length >= HUGE_PAGE_SIZE && is_aligned(request->length, HUGE_PAGE_SIZE);
	return big && !request->file && !(request->vma_flags & VMA_NO_HUGE) ? HUGE_PAGE_SIZE : request->align;
}

static bool range_is_free(uint64_t start, uint64_t end)
{
	const struct vma *vma = vma_find(start);
	return !vma || vma->start >= end;
}

/** The address, or -ENOMEM, -EEXIST. */
static long request_place(const struct request *request)
{
	uint64_t hint = align_down(request->address, request->align), length = request->length;
	if (request->flags & MAP_FIXED_NOREPLACE)
		return range_is_free(request->address, request->address + length) ? (long)request->address : -EEXIST;
	if (request->flags & MAP_FIXED)
		return (long)request->address;
	bool low = request->flags & MAP_32BIT;
	if (hint >= MM_LOWEST && range_valid(hint, length) && range_is_free(hint, hint + length) &&
		(!low || hint + length <= MM_TOP_32BIT))
		return (long)hint;
	uint64_t bottom = low ? LOW_32BIT : MM_LOWEST, top = low ? MM_TOP_32BIT : MM_TOP;
	uint64_t found = vma_gap_find(length, bottom, top, request_align(request));
	if (!found)
		found = vma_gap_find(length, bottom, top, request->align);
	if (!found && low)
		found = vma_gap_find(length, MM_LOWEST, MM_TOP_32BIT, request->align);
	return found ? (long)found : -ENOMEM;
}

/* ---- doing it ---- */

/** A file may offer memory of its own choice. */
static int vma_prepare(struct vma *vma)
{
	if (!vma->file || !vma->file->ops->mmap)
		return 0;
	int error = vma->file->ops->mmap(vma->file, vma);
	if (error || !vma->file || vma->flags & VMA_PHYSICAL)
		return error;
	return vma->file->inode && vma->file->inode->ops->get_page ? 0 : -ENODEV;
}

static long map_locked(const struct request *request)
{
	bool committed = request->vma_flags & VMA_WRITE && !(request->vma_flags & (VMA_SHARED | VMA_NORESERVE));
	if (!range_affordable(request->length, committed))
		return -ENOMEM;
	long place = request_place(request);
	if (place < 0)
		return place;
	uint64_t start = (uint64_t)place, end = start + request->length;
	struct vma *vma =
		vma_new(start, end, request->vma_flags, request->file, request->file ? request->offset - start : 0);
	if (!vma)
		return -ENOMEM;
	int error = vma_prepare(vma) ?: range_replace(start, end);
	if (error) {
		vma_free(vma);
		return error;
	}
	vma_insert(vma);
	vma_merge(start, end);
	return place;
}

static long request_map(const struct request *request)
{
	mm_change_begin();
	long place = map_locked(request);
	mm_change_end();
	if (place < 0)
		return place;
	uint64_t start = (uint64_t)place, end = start + request->length;
	bool populate = request->flags & MAP_POPULATE && !(request->flags & MAP_NONBLOCK);
	if (populate || request->vma_flags & (VMA_LOCKED | VMA_HUGETLB)) {
		int error = range_populate(
			start, end, request->vma_flags & VMA_WRITE && !(request->vma_flags & VMA_SHARED));
		if (error == -ENOBUFS && request->vma_flags & VMA_HUGETLB) {
			mm_munmap(start, request->length);
			return -ENOMEM;
		}
	}
	return place;
}

long mm_mmap(uint64_t address, uint64_t length, int prot, int flags, struct file *file, uint64_t offset)
{
	struct request request = {
		.address = address,
		.length = length,
		.align = PAGE_SIZE,
		.vma_flags = vma_flags_of(prot, flags),
		.flags = flags,
		.file = flags & MAP_ANONYMOUS ? NULL : file,
		.offset = flags & MAP_ANONYMOUS ? 0 : offset,
	};
	int error = request_check(&request);
	if (error)
		return error;
	if (request.file || !(request.vma_flags & VMA_SHARED))
		return request_map(&request);
	request.file = tmpfs_anonymous_file(request.length);
	if (is_error(request.file))
		return ptr_error(request.file);
	long place = request_map(&request);
	file_put(request.file);
	return place;
}

long mm_munmap(uint64_t address, uint64_t length)
{
	length = range_pages(length);
	if (!is_aligned(address, PAGE_SIZE) || !length || !range_valid(address, length))
		return -EINVAL;
	mm_change_begin();
	int error = range_unmap(address, address + length);
	mm_change_end();
	return error;
}

/* ---- brk ---- */

void mm_set_brk_start(uint64_t address)
{
	mm.brk_start = mm.brk_end = address;
}

static bool brk_grow_locked(uint64_t start, uint64_t end)
{
	const struct vma *above = vma_find(start);
	uint32_t flags = VMA_READ | VMA_WRITE | VMA_MAY_WRITE | VMA_HEAP | (mm_lock_future ? VMA_LOCKED : 0);
	if (above && above->start < end + PAGE_SIZE)
		return false;
	if (end - mm.brk_start > rlimit_get(RLIMIT_DATA) || !range_affordable(end - start, true))
		return false;
	struct vma *vma = vma_new(start, end, flags, NULL, 0);
	if (!vma)
		return false;
	vma_insert(vma);
	vma_merge(start, end);
	return true;
}

static uint64_t brk_locked(uint64_t address)
{
	uint64_t now = align_up(mm.brk_end, PAGE_SIZE), wanted = align_up(address, PAGE_SIZE);
	if (address < mm.brk_start || wanted > MM_TOP)
		return mm.brk_end;
	if (wanted > now && !brk_grow_locked(now, wanted))
		return mm.brk_end;
	if (wanted < now && range_unmap(wanted, now))
		return mm.brk_end;
	mm.brk_end = address;
	return address;
}

uint64_t mm_brk(uint64_t address)
{
	mm_change_begin();
	uint64_t end = brk_locked(address);
	mm_change_end();
	return end;
}
