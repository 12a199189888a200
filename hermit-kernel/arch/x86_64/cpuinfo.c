/* SPDX-License-Identifier: BSD-3-Clause */
/* CPUID (Intel SDM volume 2A; AMD APM volume 3, appendix E), told in Linux' words. All cores are taken to be alike. */
#include <arch/cpuinfo.h>

#include "arch/x86_64/platform.h"
#include "lib/format.h"
#include "lib/string.h"
#include "sched/core.h"
#include "time/clock.h"

struct cpuid {
	uint32_t a, b, c, d;
};

static struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct cpuid result;
	__asm__ volatile("cpuid"
			 : "=a"(result.a), "=b"(result.b), "=c"(result.c), "=d"(result.d)
			 : "a"(leaf), "c"(subleaf));
	return result;
}

static uint32_t highest_leaf(uint32_t base)
{
	uint32_t highest = cpuid(base, 0).a;
	return highest >= base && highest < base + 0x10000 ? highest : 0;
}

/** All zeroes where the processor has no such leaf. */
static struct cpuid cpuid_if_present(uint32_t leaf, uint32_t subleaf)
{
	return leaf <= highest_leaf(leaf & 0x80000000) ? cpuid(leaf, subleaf) : (struct cpuid){0};
}

enum cpuid_register {
	A,
	B,
	C,
	D
};

struct feature {
	uint32_t leaf, subleaf;
	uint8_t where, bit;
	const char *name;
};

/* Names as in Linux' /proc/cpuinfo, and their order. */
static const struct feature features[] = {
#define F(leaf, subleaf, where, bit, name)                                                                             \
	{                                                                                                              \
		leaf, subleaf, where, bit, name                                                                        \
	}
	F(1, 0, D, 0, "fpu"),
	F(1, 0, D, 1, "vme"),
	F(1, 0, D, 2, "de"),
	F(1, 0, D, 3, "pse"),
	F(1, 0, D, 4, "tsc"),
	F(1, 0, D, 5, "msr"),
	F(1, 0, D, 6, "pae"),
	F(1, 0, D, 7, "mce"),
	F(1, 0, D, 8, "cx8"),
	F(1, 0, D, 9, "apic"),
	F(1, 0, D, 11, "sep"),
	F(1, 0, D, 12, "mtrr"),
	F(1, 0, D, 13, "pge"),
	F(1, 0, D, 14, "mca"),
	F(1, 0, D, 15, "cmov"),
	F(1, 0, D, 16, "pat"),
	F(1, 0, D, 17, "pse36"),
	F(1, 0, D, 19, "clflush"),
	F(1, 0, D, 23, "mmx"),
	F(1, 0, D, 24, "fxsr"),
	F(1, 0, D, 25, "sse"),
	F(1, 0, D, 26, "sse2"),
	F(1, 0, D, 27, "ss"),
	F(1, 0, D, 28, "ht"),
	F(0x80000001, 0, D, 11, "syscall"),
	F(0x80000001, 0, D, 20, "nx"),
	F(0x80000001, 0, D, 22, "mmxext"),
	F(0x80000001, 0, D, 25, "fxsr_opt"),
	F(0x80000001, 0, D, 26, "pdpe1gb"),
	F(0x80000001, 0, D, 27, "rdtscp"),
	F(0x80000001, 0, D, 29, "lm"),
	F(0x80000001, 0, D, 31, "3dnow"),
	F(0x80000001, 0, D, 30, "3dnowext"),
	F(0x80000007, 0, D, 8, "constant_tsc"),
	F(0x80000007, 0, D, 8, "nonstop_tsc"),
	F(1, 0, C, 0, "pni"),
	F(1, 0, C, 1, "pclmulqdq"),
	F(1, 0, C, 3, "monitor"),
	F(1, 0, C, 9, "ssse3"),
	F(1, 0, C, 12, "fma"),
	F(1, 0, C, 13, "cx16"),
	F(1, 0, C, 17, "pcid"),
	F(1, 0, C, 19, "sse4_1"),
	F(1, 0, C, 20, "sse4_2"),
	F(1, 0, C, 21, "x2apic"),
	F(1, 0, C, 22, "movbe"),
	F(1, 0, C, 23, "popcnt"),
	F(1, 0, C, 24, "tsc_deadline_timer"),
	F(1, 0, C, 25, "aes"),
	F(1, 0, C, 26, "xsave"),
	F(1, 0, C, 28, "avx"),
	F(1, 0, C, 29, "f16c"),
	F(1, 0, C, 30, "rdrand"),
	F(1, 0, C, 31, "hypervisor"),
	F(0x80000001, 0, C, 0, "lahf_lm"),
	F(0x80000001, 0, C, 1, "cmp_legacy"),
	F(0x80000001, 0, C, 4, "cr8_legacy"),
	F(0x80000001, 0, C, 5, "abm"),
	F(0x80000001, 0, C, 6, "sse4a"),
	F(0x80000001, 0, C, 7, "misalignsse"),
	F(0x80000001, 0, C, 8, "3dnowprefetch"),
	F(0x80000001, 0, C, 16, "fma4"),
	F(0x80000001, 0, C, 21, "tbm"),
	F(0x80000001, 0, C, 22, "topoext"),
	F(7, 0, B, 0, "fsgsbase"),
	F(7, 0, B, 1, "tsc_adjust"),
	F(7, 0, B, 3, "bmi1"),
	F(7, 0, B, 5, "avx2"),
	F(7, 0, B, 7, "smep"),
	F(7, 0, B, 8, "bmi2"),
	F(7, 0, B, 9, "erms"),
	F(7, 0, B, 10, "invpcid"),
	F(7, 0, B, 14, "mpx"),
	F(7, 0, B, 16, "avx512f"),
	F(7, 0, B, 17, "avx512dq"),
	F(7, 0, B, 18, "rdseed"),
	F(7, 0, B, 19, "adx"),
	F(7, 0, B, 20, "smap"),
	F(7, 0, B, 21, "avx512ifma"),
	F(7, 0, B, 23, "clflushopt"),
	F(7, 0, B, 24, "clwb"),
	F(7, 0, B, 26, "avx512pf"),
	F(7, 0, B, 27, "avx512er"),
	F(7, 0, B, 28, "avx512cd"),
	F(7, 0, B, 29, "sha_ni"),
	F(7, 0, B, 30, "avx512bw"),
	F(7, 0, B, 31, "avx512vl"),
	F(0xd, 1, A, 0, "xsaveopt"),
	F(0xd, 1, A, 1, "xsavec"),
	F(0xd, 1, A, 2, "xgetbv1"),
	F(0xd, 1, A, 3, "xsaves"),
	F(7, 1, A, 4, "avx_vnni"),
	F(7, 1, A, 5, "avx512_bf16"),
	F(0x80000008, 0, B, 0, "clzero"),
	F(6, 0, A, 2, "arat"),
	F(7, 0, C, 1, "avx512vbmi"),
	F(7, 0, C, 2, "umip"),
	F(7, 0, C, 3, "pku"),
	F(7, 0, C, 6, "avx512_vbmi2"),
	F(7, 0, C, 8, "gfni"),
	F(7, 0, C, 9, "vaes"),
	F(7, 0, C, 10, "vpclmulqdq"),
	F(7, 0, C, 11, "avx512_vnni"),
	F(7, 0, C, 12, "avx512_bitalg"),
	F(7, 0, C, 14, "avx512_vpopcntdq"),
	F(7, 0, C, 16, "la57"),
	F(7, 0, C, 22, "rdpid"),
	F(7, 0, C, 27, "movdiri"),
	F(7, 0, C, 28, "movdir64b"),
	F(7, 0, D, 4, "fsrm"),
	F(7, 0, D, 8, "avx512_vp2intersect"),
	F(7, 0, D, 14, "serialize"),
	F(7, 0, D, 22, "amx_bf16"),
	F(7, 0, D, 23, "avx512_fp16"),
	F(7, 0, D, 24, "amx_tile"),
	F(7, 0, D, 25, "amx_int8"),
#undef F
};

static bool has_feature(const struct feature *feature)
{
	struct cpuid found = cpuid_if_present(feature->leaf, feature->subleaf);
	const uint32_t registers[] = {found.a, found.b, found.c, found.d};
	return registers[feature->where] >> feature->bit & 1;
}

/** Text that is appended to, cut off where it does not fit. */
struct writer {
	char *to;
	size_t size, length;
};

__attribute__((format(printf, 2, 3))) static void put(struct writer *writer, const char *format, ...)
{
	va_list args;
	size_t left = writer->size - writer->length;
	va_start(args, format);
	int length = vsnprintf(writer->to + writer->length, left, format, args);
	va_end(args);
	writer->length += min((size_t)length, left - 1);
}

static void put_identity(struct writer *writer)
{
	struct cpuid vendor = cpuid(0, 0), version = cpuid(1, 0);
	char name[49] = "unknown", maker[13] = "";
	memcpy(maker, &vendor.b, 4);
	memcpy(maker + 4, &vendor.d, 4);
	memcpy(maker + 8, &vendor.c, 4);
	if (highest_leaf(0x80000000) >= 0x80000004)
		for (unsigned i = 0; i < 3; i++) {
			struct cpuid part = cpuid(0x80000002 + i, 0);
			memcpy(name + 16 * i, &part, 16);
		}
	unsigned family = version.a >> 8 & 15, model = version.a >> 4 & 15;
	if (family == 6 || family == 15)
		model |= version.a >> 12 & 0xf0;
	if (family == 15)
		family += version.a >> 20 & 0xff;
	put(writer, "vendor_id\t: %s\ncpu family\t: %u\nmodel\t\t: %u\nmodel name\t: %s\nstepping\t: %u\n", maker,
		family, model, name, version.a & 15);
}

static unsigned cache_size(const struct cpu_cache *cache)
{
	return cache->line_size * cache->partitions * cache->ways * cache->sets;
}

static unsigned largest_cache(void)
{
	struct cpu_cache cache;
	unsigned largest = 0;
	for (unsigned i = 0; arch_cpu_cache(i, &cache); i++)
		largest = max(largest, cache_size(&cache));
	return largest;
}

/** Siblings: logical processors of the package; cores: physical ones. */
static void put_place(struct writer *writer, unsigned id)
{
	struct cpu_place place, other;
	unsigned siblings = 0, threads = 0;
	arch_cpu_place(id, &place);
	core_for_each (other_id) {
		arch_cpu_place(other_id, &other);
		siblings += other.package == place.package;
		threads += other.package == place.package && other.core == place.core;
	}
	unsigned apic_id = core_get(id)->arch.apic_id;
	put(writer, "physical id\t: %u\nsiblings\t: %u\ncore id\t\t: %u\ncpu cores\t: %u\n", place.package, siblings,
		place.core, siblings / threads);
	put(writer, "apicid\t\t: %u\ninitial apicid\t: %u\n", apic_id, apic_id);
}

void arch_cpu_describe(unsigned id, char *to, size_t size)
{
	struct writer writer = {to, size, 0};
	uint64_t khz = clock_tsc_hz() / 1000;
	struct cpuid sizes = cpuid_if_present(0x80000008, 0);
	unsigned line = (cpuid(1, 0).b >> 8 & 0xff) * 8;
	put_identity(&writer);
	put(&writer, "microcode\t: 0x1\ncpu MHz\t\t: %lu.%03lu\ncache size\t: %u KB\n", (unsigned long)(khz / 1000),
		(unsigned long)(khz % 1000), largest_cache() / 1024);
	put_place(&writer, id);
	put(&writer, "fpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: %u\nwp\t\t: yes\nflags\t\t:", highest_leaf(0));
	for (unsigned i = 0; i < array_size(features); i++)
		if (has_feature(&features[i]))
			put(&writer, " %s", features[i].name);
	uint64_t bogomips = khz * 2; /* thousandths */
	put(&writer, "\nbugs\t\t:\nbogomips\t: %lu.%02lu\nclflush size\t: %u\ncache_alignment\t: %u\n",
		(unsigned long)(bogomips / 1000), (unsigned long)(bogomips % 1000 / 10), line, line);
	put(&writer, "address sizes\t: %u bits physical, %u bits virtual\npower management:\n", sizes.a & 0xff,
		sizes.a >> 8 & 0xff);
}

static unsigned bits_for(unsigned count)
{
	return count <= 1 ? 0 : 32 - __builtin_clz(count - 1);
}

/** How many low bits of an APIC id tell threads of a core, and all of a package. */
static void place_shifts(unsigned *core_shift, unsigned *package_shift)
{
	struct cpuid smt = cpuid_if_present(0xb, 0), package = cpuid_if_present(0xb, 1);
	if (smt.b) {
		*core_shift = smt.a & 31;
		*package_shift = package.b ? package.a & 31 : *core_shift;
		return;
	}
	struct cpuid version = cpuid(1, 0);
	bool several = version.d >> 28 & 1;
	unsigned cores = cpuid_if_present(0x80000008, 0).c & 0xff;
	*core_shift = 0;
	*package_shift = several ? max(bits_for(version.b >> 16 & 0xff), bits_for(cores + 1)) : 0;
}

void arch_cpu_place(unsigned id, struct cpu_place *place)
{
	uint32_t apic_id = core_get(id)->arch.apic_id;
	unsigned core_shift, package_shift;
	place_shifts(&core_shift, &package_shift);
	place->package = apic_id >> package_shift;
	place->core = (apic_id & ((1u << package_shift) - 1)) >> core_shift;
	place->thread = apic_id & ((1u << core_shift) - 1);
}

/** The leaf with cache parameters: Intel has 4, AMD the same at 0x8000001d (with topology extensions). */
static uint32_t cache_leaf(void)
{
	if (cpuid_if_present(0x80000001, 0).c >> 22 & 1)
		return 0x8000001d;
	return 4;
}

/** Ways that the 4-bit codes of leaf 0x80000006 stand for (AMD APM volume 3, table E-4); 0: fully associative or none.
 */
static unsigned ways_of_code(unsigned code)
{
	static const uint8_t ways[16] = {0, 1, 2, 3, 4, 6, 8, 0, 16, 0, 32, 48, 64, 96, 128, 0};
	return ways[code];
}

static bool describe_cache(
	struct cpu_cache *cache, unsigned type, unsigned level, unsigned kib, unsigned ways, unsigned line)
{
	if (!kib || !ways || !line)
		return false;
	*cache = (struct cpu_cache){.type = type,
		.level = level,
		.line_size = line,
		.partitions = 1,
		.ways = ways,
		.sets = kib * 1024 / (ways * line)};
	return true;
}

/** AMD without topology extensions, as QEMU emulates it: leaves 0x80000005 and 6 (APM volume 3, section E.4.4). */
static bool old_amd_cache(unsigned index, struct cpu_cache *cache)
{
	struct cpuid first = cpuid_if_present(0x80000005, 0), others = cpuid_if_present(0x80000006, 0);
	unsigned core_shift, package_shift;
	switch (index) {
	case 0:
		return describe_cache(cache, CPU_CACHE_DATA, 1, first.c >> 24, first.c >> 16 & 0xff, first.c & 0xff);
	case 1:
		return describe_cache(
			cache, CPU_CACHE_INSTRUCTION, 1, first.d >> 24, first.d >> 16 & 0xff, first.d & 0xff);
	case 2:
		return describe_cache(cache, CPU_CACHE_UNIFIED, 2, others.c >> 16, ways_of_code(others.c >> 12 & 0xf),
			others.c & 0xff);
	case 3:
		place_shifts(&core_shift, &package_shift);
		bool found = describe_cache(cache, CPU_CACHE_UNIFIED, 3, (others.d >> 18) * 512,
			ways_of_code(others.d >> 12 & 0xf), others.d & 0xff);
		cache->sharing_shift = package_shift;
		return found;
	default:
		return false;
	}
}

bool arch_cpu_cache(unsigned index, struct cpu_cache *cache)
{
	struct cpuid found = cpuid_if_present(cache_leaf(), index);
	unsigned type = found.a & 31;
	if (!(cpuid_if_present(cache_leaf(), 0).a & 31))
		return old_amd_cache(index, cache);
	if (index >= 8 || type < CPU_CACHE_DATA || type > CPU_CACHE_UNIFIED)
		return false;
	*cache = (struct cpu_cache){
		.type = type,
		.level = found.a >> 5 & 7,
		.line_size = (found.b & 0xfff) + 1,
		.partitions = (found.b >> 12 & 0x3ff) + 1,
		.ways = (found.b >> 22 & 0x3ff) + 1,
		.sets = found.c + 1,
		.sharing_shift = bits_for((found.a >> 14 & 0xfff) + 1),
	};
	return true;
}

bool arch_cpu_shares_cache(unsigned a, unsigned b, const struct cpu_cache *cache)
{
	return core_get(a)->arch.apic_id >> cache->sharing_shift == core_get(b)->arch.apic_id >> cache->sharing_shift;
}

unsigned arch_node_distance(unsigned from, unsigned to)
{
	return platform.distances[from][to];
}
