/* SPDX-License-Identifier: BSD-3-Clause */
/* 16550 UART, after the data sheet PC16550D (National Semiconductor), section 8 "Registers". */
#include "drivers/serial.h"

#include <arch/cpu.h>
#include <arch/io.h>

#define COM1              0x3f8
#define UART_DATA         (COM1 + 0)
#define UART_DIVISOR_LOW  (COM1 + 0) /* with UART_LINE_DIVISOR set */
#define UART_INTERRUPTS   (COM1 + 1)
#define UART_DIVISOR_HIGH (COM1 + 1)
#define UART_FIFO         (COM1 + 2)
#define UART_LINE         (COM1 + 3)
#define UART_MODEM        (COM1 + 4)
#define UART_LINE_STATUS  (COM1 + 5)
#define UART_SCRATCH      (COM1 + 7)

#define UART_FIFO_ENABLE_CLEAR 0x07
#define UART_LINE_8N1          0x03
#define UART_LINE_DIVISOR      0x80
#define UART_MODEM_DTR_RTS     0x03
#define UART_STATUS_EMPTY      0x20 /* the transmit FIFO is empty */
#define UART_FIFO_SIZE         16
#define UART_SPINS_MAX         1000000 /* a line that takes nothing for so long is given up for this text */

enum serial_state {
	SERIAL_UNKNOWN,
	SERIAL_ABSENT,
	SERIAL_READY,
};
static _Atomic uint32_t serial_state;

static bool serial_is_present(void)
{
	io_out8(UART_SCRATCH, 0x5a);
	if (io_in8(UART_SCRATCH) != 0x5a)
		return false;
	io_out8(UART_SCRATCH, 0xa5);
	return io_in8(UART_SCRATCH) == 0xa5;
}

/** 115200 8N1. Two cores that meet here write the same values. */
static uint32_t serial_init(void)
{
	uint32_t state = SERIAL_ABSENT;
	if (serial_is_present()) {
		io_out8(UART_INTERRUPTS, 0);
		io_out8(UART_LINE, UART_LINE_DIVISOR);
		io_out8(UART_DIVISOR_LOW, 1);
		io_out8(UART_DIVISOR_HIGH, 0);
		io_out8(UART_LINE, UART_LINE_8N1);
		io_out8(UART_FIFO, UART_FIFO_ENABLE_CLEAR);
		io_out8(UART_MODEM, UART_MODEM_DTR_RTS);
		state = SERIAL_READY;
	}
	atomic_store_explicit(&serial_state, state, memory_order_relaxed);
	return state;
}

static bool serial_wait_empty(void)
{
	for (unsigned spins = 0; spins < UART_SPINS_MAX; spins++) {
		if (io_in8(UART_LINE_STATUS) & UART_STATUS_EMPTY)
			return true;
		cpu_relax();
	}
	return false;
}

void serial_write(const char *text, size_t size)
{
	uint32_t state = atomic_load_explicit(&serial_state, memory_order_relaxed);
	if (unlikely(state == SERIAL_UNKNOWN))
		state = serial_init();
	if (state != SERIAL_READY)
		return;
	while (size && serial_wait_empty()) {
		size_t burst = min(size, (size_t)UART_FIFO_SIZE);
		for (size_t i = 0; i < burst; i++)
			io_out8(UART_DATA, (uint8_t)text[i]);
		text += burst;
		size -= burst;
	}
}
