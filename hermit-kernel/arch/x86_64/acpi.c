/* SPDX-License-Identifier: BSD-3-Clause */
/* ACPI tables, read only: ACPI 6.4, chapter 5.2. The AML of the DSDT is not needed. */
#include "arch/x86_64/apic.h"
#include "arch/x86_64/msr.h"
#include "arch/x86_64/platform.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/page.h"

struct rsdp {
	char signature[8];
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length;
	uint64_t xsdt;
} __attribute__((packed));

struct table_header {
	char signature[4];
	uint32_t length;
	uint8_t revision, checksum;
	char oem[6], oem_table[8];
	uint32_t oem_revision, creator, creator_revision;
} __attribute__((packed));

struct entry {
	uint8_t type, length;
} __attribute__((packed));

struct madt {
	struct table_header header;
	uint32_t local_apic, flags;
} __attribute__((packed));

struct madt_local_apic {
	struct entry entry;
	uint8_t processor, apic_id;
	uint32_t flags;
} __attribute__((packed));

struct madt_x2apic {
	struct entry entry;
	uint16_t reserved;
	uint32_t apic_id, flags, processor;
} __attribute__((packed));

struct madt_ioapic {
	struct entry entry;
	uint8_t id, reserved;
	uint32_t address, gsi_base;
} __attribute__((packed));

struct madt_override {
	struct entry entry;
	uint8_t bus, irq;
	uint32_t gsi;
	uint16_t flags;
} __attribute__((packed));

struct srat {
	struct table_header header;
	uint32_t one;
	uint64_t reserved;
} __attribute__((packed));

struct srat_cpu {
	struct entry entry;
	uint8_t domain_low, apic_id;
	uint32_t flags;
	uint8_t sapic, domain_high[3];
	uint32_t clock_domain;
} __attribute__((packed));

struct srat_memory {
	struct entry entry;
	uint32_t domain;
	uint16_t reserved;
	uint64_t base, length;
	uint32_t reserved2, flags;
	uint64_t reserved3;
} __attribute__((packed));

struct srat_x2apic {
	struct entry entry;
	uint16_t reserved;
	uint32_t domain, apic_id, flags, clock_domain, reserved2;
} __attribute__((packed));

struct slit {
	struct table_header header;
	uint64_t localities;
	uint8_t distances[];
} __attribute__((packed));

enum {
	MADT_LOCAL_APIC = 0,
	MADT_IOAPIC = 1,
	MADT_OVERRIDE = 2,
	MADT_X2APIC = 9
};
enum {
	SRAT_CPU = 0,
	SRAT_MEMORY = 1,
	SRAT_X2APIC = 2
};
#define ENTRY_ENABLED 1u
#define BOOT_MAPPED   GIB(4)

struct platform platform;
static const struct rsdp *rsdp_found;
static uint32_t proximity[NODES_MAX]; /* ACPI's domain numbers, in order of appearance: index = node */

static bool checksum_ok(const void *memory, size_t size)
{
	const uint8_t *bytes = memory;
	uint8_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + bytes[i]);
	return sum == 0;
}

static const struct rsdp *rsdp_check(phys_t address)
{
	const struct rsdp *rsdp = phys_to_virt(address);

	if (memcmp(rsdp->signature, "RSD PTR ", 8) || !checksum_ok(rsdp, 20))
		return NULL;
	return rsdp;
}

static const struct rsdp *rsdp_search(void)
{
	for (phys_t address = 0xe0000; address < 0x100000; address += 16) {
		const struct rsdp *rsdp = rsdp_check(address);
		if (rsdp)
			return rsdp;
	}
	return NULL;
}

static const struct table_header *table_check(phys_t address)
{
	if (!address || address >= BOOT_MAPPED)
		return NULL;
	const struct table_header *table = phys_to_virt(address);
	return checksum_ok(table, table->length) ? table : NULL;
}

static const struct table_header *table_find(const char *signature)
{
	if (!rsdp_found)
		return NULL;
	bool wide = rsdp_found->revision >= 2 && rsdp_found->xsdt;
	const struct table_header *root = table_check(wide ? rsdp_found->xsdt : rsdp_found->rsdt);
	if (!root)
		return NULL;
	size_t size = wide ? 8 : 4, count = (root->length - sizeof(*root)) / size;
	for (size_t i = 0; i < count; i++) {
		uint64_t address = 0;
		memcpy(&address, (const uint8_t *)(root + 1) + i * size, size);
		const struct table_header *table = table_check(address);
		if (table && !memcmp(table->signature, signature, 4))
			return table;
	}
	return NULL;
}

phys_t acpi_find_table(const char signature[4], uint32_t *length)
{
	const struct table_header *table = table_find(signature);

	if (!table)
		return 0;
	*length = table->length;
	return virt_to_phys(table);
}

/* Walk the (type, length) entries behind a table's fixed part. */
#define for_each_entry(entry, table, fixed)                                                                            \
	for (const struct entry *entry = (const void *)((const uint8_t *)(table) + (fixed));                           \
		(const uint8_t *)entry + sizeof(*entry) <= (const uint8_t *)(table) + (table)->length &&               \
		entry->length >= sizeof(*entry) &&                                                                     \
		(const uint8_t *)entry + entry->length <= (const uint8_t *)(table) + (table)->length;                  \
		entry = (const void *)((const uint8_t *)entry + entry->length))

static unsigned boot_apic_id(void)
{
	return cpuid(1, 0).ebx >> 24;
}

static void core_add(uint32_t apic_id)
{
	if (apic_id == platform.apic_ids[0])
		return;
	if (platform.cores == CORES_MAX) {
		log_line("acpi: more than %d cores, the one with APIC id %u stays off", CORES_MAX, apic_id);
		return;
	}
	platform.apic_ids[platform.cores++] = apic_id;
}

static void madt_parse_cores(const struct table_header *madt)
{
	for_each_entry(entry, madt, sizeof(struct madt))
	{
		const struct madt_local_apic *local = (const void *)entry;
		const struct madt_x2apic *x2 = (const void *)entry;
		if (entry->type == MADT_LOCAL_APIC && local->flags & ENTRY_ENABLED)
			core_add(local->apic_id);
		else if (entry->type == MADT_X2APIC && x2->flags & ENTRY_ENABLED)
			core_add(x2->apic_id);
	}
}

static unsigned node_of_domain(uint32_t domain)
{
	for (unsigned node = 0; node < platform.node_count; node++)
		if (proximity[node] == domain)
			return node;
	if (platform.node_count == NODES_MAX)
		return 0;
	proximity[platform.node_count] = domain;
	return platform.node_count++;
}

static void core_set_node(uint32_t apic_id, uint32_t domain)
{
	for (unsigned core = 0; core < platform.cores; core++)
		if (platform.apic_ids[core] == apic_id)
			platform.nodes[core] = (uint16_t)node_of_domain(domain);
}

static void srat_parse_cores(const struct table_header *srat)
{
	for_each_entry(entry, srat, sizeof(struct srat))
	{
		const struct srat_cpu *cpu = (const void *)entry;
		const struct srat_x2apic *x2 = (const void *)entry;
		if (entry->type == SRAT_CPU && cpu->flags & ENTRY_ENABLED)
			core_set_node(cpu->apic_id, cpu->domain_low | (uint32_t)cpu->domain_high[0] << 8 |
							    (uint32_t)cpu->domain_high[1] << 16 |
							    (uint32_t)cpu->domain_high[2] << 24);
		else if (entry->type == SRAT_X2APIC && x2->flags & ENTRY_ENABLED)
			core_set_node(x2->apic_id, x2->domain);
	}
}

void acpi_for_each_memory(void (*each)(phys_t start, phys_t end, unsigned node))
{
	const struct table_header *srat = table_find("SRAT");

	if (!srat)
		return;
	for_each_entry(entry, srat, sizeof(struct srat))
	{
		const struct srat_memory *memory = (const void *)entry;
		if (entry->type == SRAT_MEMORY && memory->flags & ENTRY_ENABLED && memory->length)
			each(memory->base, memory->base + memory->length, node_of_domain(memory->domain));
	}
}

static void slit_parse(void)
{
	const struct slit *slit = (const void *)table_find("SLIT");

	for (unsigned from = 0; from < NODES_MAX; from++)
		for (unsigned to = 0; to < NODES_MAX; to++)
			platform.distances[from][to] = from == to ? 10 : 20;
	if (!slit || slit->localities > 4096 ||
		slit->header.length < sizeof(*slit) + slit->localities * slit->localities)
		return;
	for (unsigned from = 0; from < platform.node_count; from++)
		for (unsigned to = 0; to < platform.node_count; to++)
			if (proximity[from] < slit->localities && proximity[to] < slit->localities)
				platform.distances[from][to] =
					slit->distances[proximity[from] * slit->localities + proximity[to]];
}

void acpi_parse(phys_t rsdp)
{
	platform.cores = 1;
	platform.apic_ids[0] = boot_apic_id();
	platform.node_count = 0;
	rsdp_found = rsdp ? rsdp_check(rsdp) : rsdp_search();
	const struct table_header *madt = table_find("APIC"), *srat = table_find("SRAT");
	if (!madt)
		log_line("acpi: no MADT, this core stays alone");
	else
		madt_parse_cores(madt);
	if (srat)
		srat_parse_cores(srat);
	if (!platform.node_count)
		node_of_domain(0);
	slit_parse();
}

void acpi_setup_ioapics(void)
{
	const struct table_header *madt = table_find("APIC");

	if (!madt)
		return;
	for_each_entry(entry, madt, sizeof(struct madt))
	{
		const struct madt_ioapic *ioapic = (const void *)entry;
		const struct madt_override *override = (const void *)entry;
		if (entry->type == MADT_IOAPIC)
			ioapic_add(ioapic->address, ioapic->gsi_base);
		else if (entry->type == MADT_OVERRIDE)
			ioapic_override(override->irq, override->gsi, override->flags);
	}
}
