/* SPDX-License-Identifier: BSD-3-Clause */
#include "control_facts.h"

#include "fail.h"
#include "buffer.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void add_text(struct buffer *to, const char *text)
{
	buffer_append(to, text, strlen(text));
}

static void add_escaped(struct buffer *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n' || *text == '\\')
			add_text(to, "\\");
		buffer_append(to, *text == '\n' ? "n" : text, 1);
	}
}

static void add_line(struct buffer *to, const char *key, char *value)
{
	add_text(to, key);
	add_text(to, "=");
	add_escaped(to, value);
	add_text(to, "\n");
	free(value);
}

/* A packaged program has a name; of any other it is the file's. */
static char *name_of(const struct plan *plan)
{
	const char *slash = strrchr(plan->program, '/');
	return memory_copy_text(plan->packaged ? fail_name() : slash ? slash + 1 : plan->program);
}

static char *join_arguments(const struct plan *plan)
{
	struct buffer joined = {0};
	for (size_t i = 1; i < plan->arguments.count; i++) {
		add_text(&joined, i > 1 ? " " : "");
		add_text(&joined, plan->arguments.items[i]);
	}
	buffer_append(&joined, "", 1);
	return (char *)joined.bytes; /* nothing was consumed: the text begins there */
}

static char *address_of(const struct network *network)
{
	const uint8_t *a = network->boot.address;
	if (network->kind == NETWORK_NONE)
		return memory_copy_text("none");
	if (network->boot.flags & HERMIT_NETWORK_DHCP)
		return memory_copy_text("dhcp");
	return memory_format("%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
}

static char *join_ports(const struct network *network)
{
	char *text = memory_copy_text("");
	for (size_t i = 0; i < network->port_count; i++) {
		const struct network_port *port = &network->ports[i];
		char *more = memory_format("%s%s%s%s:%u:%u", text, i ? "," : "", port->udp ? "udp:" : "", port->address,
			port->host, port->isle);
		free(text);
		text = more;
	}
	return text;
}

char *control_facts_make(const struct plan *plan, const struct options *options)
{
	struct buffer facts = {0};
	add_line(&facts, "name", name_of(plan));
	add_line(&facts, "program", memory_copy_text(plan->program));
	add_line(&facts, "arguments", join_arguments(plan));
	add_line(&facts, "pid", memory_format("%d", (int)getpid()));
	add_line(&facts, "kind", memory_copy_text(options->multikernel ? "multikernel" : "vm"));
	add_line(&facts, "isle", memory_format("%u", options->isle));
	add_line(&facts, "address", address_of(&options->network));
	add_line(&facts, "cores", memory_format("%u", plan->cores));
	add_line(&facts, "cpus", plan->pinned ? cpulist_format(&plan->cpus) : memory_copy_text(""));
	add_line(&facts, "memory", memory_format("%llu", (unsigned long long)plan->memory));
	add_line(&facts, "start", memory_format("%lld", (long long)time(NULL)));
	add_line(&facts, "ports", join_ports(&options->network));
	buffer_append(&facts, "", 1);
	return (char *)facts.bytes;
}
