/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake.h"

#include "crc32c.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static unsigned fake_number(const struct fake *fake, int index)
{
	return fake->program_count > index ? (unsigned)strtoul(fake->program[index], NULL, 10) : 0;
}

static unsigned fake_wait(struct fake *fake, struct hermit_frame *frame, uint8_t *payload)
{
	return fake_receive(fake, frame, payload, -1);
}

/* exit STATUS [SIGNAL] */
static void fake_do_exit(struct fake *fake)
{
	fake_exit(fake, fake_number(fake, 2), fake_number(fake, 3));
}

/* echo: input to output, to its end */
static void fake_do_echo(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	for (;;) {
		size_t size = buffer_length(&fake->input);
		if (size) {
			uint8_t *copy = malloc(size);
			memcpy(copy, buffer_start(&fake->input), size);
			fake_consume(fake, size);
			if (!fake_write(fake, 1, copy, size))
				fake_exit(fake, 0, SIGPIPE);
			free(copy);
		} else if (fake->eof) {
			fake_exit(fake, 0, 0);
		} else {
			fake_wait(fake, &frame, payload);
		}
	}
}

/* take N: reads N bytes of input, prints nothing */
static void fake_do_take(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	for (size_t left = fake_number(fake, 2); left;) {
		size_t size = buffer_length(&fake->input);
		if (!size && fake->eof)
			fake_exit(fake, 1, 0);
		if (!size) {
			fake_wait(fake, &frame, payload);
			continue;
		}
		size = size < left ? size : left;
		fake_consume(fake, size);
		left -= size;
	}
	fake_exit(fake, 0, 0);
}

/* flood STREAM KIB [STATUS]: so many KiB of a pattern */
static void fake_do_flood(struct fake *fake)
{
	static char line[1025];
	for (unsigned i = 0; i < fake_number(fake, 3); i++) {
		snprintf(line, sizeof(line), "%01022u.\n", i);
		if (!fake_write(fake, fake_number(fake, 2), line, 1024))
			fake_exit(fake, 0, SIGPIPE);
	}
	fake_exit(fake, fake_number(fake, 4), 0);
}

/* both: a window's worth to stdout, whose reader may stall, then a line to stderr, then the rest to stdout */
static void fake_do_both(struct fake *fake)
{
	static char block[HERMIT_CHANNEL_WINDOW];
	memset(block, 'o', sizeof(block));
	fake_write(fake, 1, block, sizeof(block));
	fake_print(fake, 2, "stderr is not held up\n");
	fake_write(fake, 1, block, sizeof(block));
	fake_exit(fake, 0, 0);
}

static void fake_print_records(struct fake *fake, uint32_t type, const char *title)
{
	size_t length;
	const char *text;
	for (int i = 0; (text = fake_record(fake, type, i, &length)); i++)
		fake_print(fake, 1, "%s=%.*s\n", title, (int)length, text);
}

static void fake_print_shares(struct fake *fake)
{
	struct hermit_boot_share share;
	size_t length;
	const char *record;
	for (int i = 0; (record = fake_record(fake, HERMIT_BOOT_SHARE, i, &length)); i++) {
		memcpy(&share, record, sizeof(share));
		fake_print(fake, 1, "share=%.*s%s %.*s\n", share.path_length, record + sizeof(share) + share.tag_length,
			share.flags & HERMIT_SHARE_READONLY ? ":ro" : "", share.tag_length, record + sizeof(share));
	}
}

static void fake_print_facts(struct fake *fake)
{
	struct hermit_boot_streams streams;
	struct hermit_boot_identity identity;
	struct hermit_boot_clock clock;
	struct hermit_boot_isle isle;
	struct hermit_boot_signals signals;
	size_t length;
	memcpy(&signals, fake_record(fake, HERMIT_BOOT_SIGNALS, 0, &length), sizeof(signals));
	memcpy(&streams, fake_record(fake, HERMIT_BOOT_STREAMS, 0, &length), sizeof(streams));
	memcpy(&identity, fake_record(fake, HERMIT_BOOT_IDENTITY, 0, &length), sizeof(identity));
	memcpy(&clock, fake_record(fake, HERMIT_BOOT_CLOCK, 0, &length), sizeof(clock));
	memcpy(&isle, fake_record(fake, HERMIT_BOOT_ISLE, 0, &length), sizeof(isle));
	fake_print(fake, 1, "streams=tty:%u closed:%u %ux%u\n", streams.tty, streams.closed, streams.rows,
		streams.columns);
	fake_print(fake, 1, "identity=%u:%u umask %03o\n", identity.uid, identity.gid, identity.umask);
	fake_print(fake, 1, "clock=%s\n",
		llabs((long long)time(NULL) - clock.realtime_ns / 1000000000) < 5 ? "right" : "wrong");
	fake_print(fake, 1, "ignored=%#llx\n", (unsigned long long)signals.ignored);
	fake_print(fake, 1, "isle=%u kind %u flags %u\n", isle.number, isle.kind, isle.flags);
}

static void fake_print_network(struct fake *fake)
{
	struct hermit_boot_network network;
	size_t length;
	const void *record = fake_record(fake, HERMIT_BOOT_NETWORK, 0, &length);
	if (!record)
		return;
	memcpy(&network, record, sizeof(network));
	const uint8_t *a = network.address, *g = network.gateway;
	fake_print(fake, 1, "network=%u.%u.%u.%u/%u gateway %u.%u.%u.%u flags %x\n", a[0], a[1], a[2], a[3],
		network.prefix, g[0], g[1], g[2], g[3], network.flags);
}

/* blob: what the boot blob says */
static void fake_do_blob(struct fake *fake)
{
	fake_print_records(fake, HERMIT_BOOT_PROGRAM, "program");
	fake_print_records(fake, HERMIT_BOOT_ARG, "arg");
	fake_print_records(fake, HERMIT_BOOT_ENV, "env");
	fake_print_records(fake, HERMIT_BOOT_CWD, "cwd");
	fake_print_records(fake, HERMIT_BOOT_HOSTNAME, "hostname");
	fake_print_shares(fake);
	fake_print_facts(fake);
	fake_print_network(fake);
	fake_exit(fake, 0, 0);
}

/* options: the arguments of QEMU, one a line */
static void fake_do_options(struct fake *fake)
{
	for (int i = 0; i < fake->argc; i++)
		fake_print(fake, 1, "%s\n", fake->argv[i]);
	fake_exit(fake, 0, 0);
}

/* The value behind a key in the nth argument of an option. */
static const char *fake_value(const struct fake *fake, const char *option, int nth, const char *key)
{
	const char *argument = fake_argument(fake, option, nth);
	const char *place = argument ? strstr(argument, key) : NULL;
	return place ? place + strlen(key) : "";
}

/* The root image, found as an isle finds it: at an address of the memory that
 * the parts make up. */
static uint32_t fake_sum_of_image(struct fake *fake)
{
	size_t size;
	char path[64];
	const char *range = fake_value(fake, "-append", 0, "hermit.image=");
	uint64_t low = strtoull(fake_value(fake, "-object", 0, "id=low,size="), NULL, 10);
	uint64_t mapped = strtoull(fake_value(fake, "-object", 1, "id=image,size="), NULL, 10);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", atoi(fake_value(fake, "-object", 1, "/proc/self/fd/")));
	char *end;
	uint64_t address = strtoull(range, &end, 16), length = strtoull(end + 1, NULL, 16);
	uint8_t *bytes = fake_read_file(path, &size);
	if (address < low || address - low + length > mapped || mapped > size)
		fake_die(fake, "the image is not where it should be");
	uint32_t sum = crc32c(0, bytes + (address - low), length);
	free(bytes);
	return sum;
}

/* sums: CRC-32C of kernel and root image */
static void fake_do_sums(struct fake *fake)
{
	size_t size;
	uint8_t *kernel = fake_read_file(fake_argument(fake, "-kernel", 0), &size);
	fake_print(fake, 1, "%08x\n%08x\n", crc32c(0, kernel, size), fake_sum_of_image(fake));
	free(kernel);
	fake_exit(fake, 0, 0);
}

/* signals COUNT: the numbers of so many signals, beginning with a line that says that it listens */
static void fake_do_signals(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	struct hermit_signal message;
	struct hermit_window_size size;
	unsigned left = fake_number(fake, 2);
	fake_print(fake, 1, "listening\n");
	while (left) {
		switch (fake_wait(fake, &frame, payload)) {
		case HERMIT_FRAME_SIGNAL:
			memcpy(&message, payload, sizeof(message));
			fake_print(fake, 1, "signal %u\n", message.number);
			left--;
			break;
		case HERMIT_FRAME_WINDOW_SIZE:
			memcpy(&size, payload, sizeof(size));
			fake_print(fake, 1, "window %ux%u\n", size.rows, size.columns);
			left--;
			break;
		}
	}
	fake_exit(fake, 0, 0);
}

/* deaf: up, and silent for ever after */
static void fake_do_deaf(struct fake *fake)
{
	fake_print(fake, 1, "listening\n");
	for (;;)
		pause();
}

/* hang: a kernel that never gets that far */
static void fake_do_hang(struct fake *fake)
{
	(void)fake;
	for (;;)
		pause();
}

/* close STREAM: closes it, waits for a signal, then exits */
static void fake_do_close(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	fake_print(fake, fake_number(fake, 2), "last words\n");
	fake_send(fake, HERMIT_FRAME_EOF, fake_number(fake, 2), NULL, 0);
	while (fake_wait(fake, &frame, payload) != HERMIT_FRAME_SIGNAL)
		;
	fake_exit(fake, 4, 0);
}

/* reader: waits until nobody reads stdout, then says so on stderr */
static void fake_do_reader(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	fake_print(fake, 1, "y\n");
	while (!fake->broken[1])
		fake_wait(fake, &frame, payload);
	fake_print(fake, 2, "broken\n");
	fake_exit(fake, 0, SIGPIPE);
}

/* panic: a kernel that gives up */
static void fake_do_panic(struct fake *fake)
{
	for (int i = 0; i < 5000; i++)
		fake_log(fake, "an older line of the log that nobody needs\r\n");
	fake_log(fake, "panic: the fake kernel gives up\r\n  at fake_do_panic\r\n");
	_exit(0);
}

/* crash: the emulator itself dies */
static void fake_do_crash(struct fake *fake)
{
	fake_log(fake, "last line of the log\r\n");
	fprintf(stderr, "fakeqemu: about to crash\n");
	raise(SIGSEGV);
	_exit(1);
}

/* frame TYPE STREAM LENGTH: one frame, whatever it is */
static void fake_do_frame(struct fake *fake)
{
	static uint8_t payload[2 * HERMIT_FRAME_MAX];
	fake_send(fake, fake_number(fake, 2), fake_number(fake, 3), payload, fake_number(fake, 4) % sizeof(payload));
	sleep(20);
}

/* greedy: more output than there is credit for */
static void fake_do_greedy(struct fake *fake)
{
	fake->credit[1] = UINT64_MAX / 2;
	fake_do_both(fake);
}

/* version N: a HELLO of another protocol */
static void fake_do_version(struct fake *fake)
{
	fake_hello(fake, fake_number(fake, 2));
	sleep(20);
}

static void fake_do_log(struct fake *fake)
{
	fake_log(fake, "a line of the log\n");
	fake_print(fake, 2, "a line of stderr\n");
	fake_exit(fake, 0, 0);
}

static const struct fake_program {
	const char *name;
	void (*run)(struct fake *fake);
	bool silent; /* no HELLO before it */
} fake_programs[] = {
	{"exit", fake_do_exit, false},
	{"echo", fake_do_echo, false},
	{"take", fake_do_take, false},
	{"flood", fake_do_flood, false},
	{"both", fake_do_both, false},
	{"blob", fake_do_blob, false},
	{"options", fake_do_options, false},
	{"sums", fake_do_sums, false},
	{"signals", fake_do_signals, false},
	{"deaf", fake_do_deaf, false},
	{"close", fake_do_close, false},
	{"reader", fake_do_reader, false},
	{"panic", fake_do_panic, false},
	{"crash", fake_do_crash, false},
	{"frame", fake_do_frame, false},
	{"greedy", fake_do_greedy, false},
	{"jvm", fake_do_jvm, false},
	{"log", fake_do_log, false},
	{"early-panic", fake_do_panic, true},
	{"early-crash", fake_do_crash, true},
	{"early-exit", fake_do_exit, true},
	{"version", fake_do_version, true},
	{"hang", fake_do_hang, true},
};

void fake_run(struct fake *fake)
{
	const char *name = fake->program_count > 1 ? fake->program[1] : "";
	for (size_t i = 0; i < sizeof(fake_programs) / sizeof(fake_programs[0]); i++) {
		if (strcmp(name, fake_programs[i].name) != 0)
			continue;
		if (!fake_programs[i].silent)
			fake_hello(fake, HERMIT_CHANNEL_VERSION);
		fake_programs[i].run(fake);
	}
	fake_die(fake, "no such program: %s", name);
}
