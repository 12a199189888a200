/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A stand-in for QEMU with an isle in it, for tests of the proxy alone. It takes QEMU's arguments, reads the boot blob,
 * speaks the channel protocol, and does what the first argument of the isle's "program" says (fake_programs.c).
 * A protocol error of the proxy ends it with status 70 and a line on the serial log.
 */
#ifndef FAKE_H
#define FAKE_H

#include "buffer.h"

#include <hermit/boot.h>
#include <hermit/channel.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake {
	int argc;
	char **argv; /* as QEMU got them */
	int channel_fd, log_fd, qmp_fd;

	uint8_t *blob;
	size_t blob_size;
	char **program; /* arguments of the program, from the blob */
	int program_count;

	uint64_t credit[3]; /* what may still be sent on 1 and 2 */
	uint64_t received;  /* of stdin, in all; never over `granted` */
	uint64_t granted;
	struct buffer input; /* of these, what the program has not looked at */
	uint32_t credit_due; /* of stdin, consumed and not handed back */
	bool eof, broken[3];
};

/* fake_args.c */
void fake_read_arguments(struct fake *fake, int argc, char **argv);
const char *fake_argument(const struct fake *fake, const char *option, int nth);
uint8_t *fake_read_file(const char *path, size_t *size);
/** The nth record of a type, NULL: none. */
const void *fake_record(const struct fake *fake, uint32_t type, int nth, size_t *length);

/* fake_channel.c */
_Noreturn void fake_die(struct fake *fake, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fake_log(struct fake *fake, const char *text);
void fake_send(struct fake *fake, unsigned type, unsigned stream, const void *payload, size_t length);
void fake_hello(struct fake *fake, uint32_t version);
_Noreturn void fake_exit(struct fake *fake, uint32_t status, uint32_t signal);
/** Waits for the next frame and does the book-keeping; returns its type, 0 after limit_ms (-1: none). */
unsigned fake_receive(struct fake *fake, struct hermit_frame *frame, uint8_t *payload, int limit_ms);
/** Sends bytes within credit, waiting for more of it as needed. False: BROKEN came. */
bool fake_write(struct fake *fake, unsigned stream, const void *bytes, size_t size);
void fake_print(struct fake *fake, unsigned stream, const char *format, ...) __attribute__((format(printf, 3, 4)));
/** The program takes so many bytes of fake->input. */
void fake_consume(struct fake *fake, size_t bytes);

/* fake_qmp.c */
void fake_serve_qmp(struct fake *fake);

/* fake_jvm.c */
void fake_do_jvm(struct fake *fake);

/* fake_programs.c */
void fake_run(struct fake *fake);

#endif
