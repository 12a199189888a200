/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/stat tells busy from idle cores: a core at work gains time that is not idle, a sleeping program's cores gain
 * idle time.
 * @cores 2
 */
#include "test.h"

/* Ticks of 10 ms of one CPU, or of all (-1): all but idle and iowait, and these two. */
static void read_times(int cpu, long *busy, long *idle)
{
	char *text = test_read_file("/proc/stat"), name[16];
	long field[10] = {0};
	const char *line;
	int i;

	snprintf(name, sizeof(name), "cpu%d ", cpu);
	line = strstr(text, cpu < 0 ? "cpu " : name);
	CHECK(line != NULL);
	line = strchr(line, ' ');
	for (i = 0; i < 10; i++)
		field[i] = strtol(line, (char **)&line, 10);
	*idle = field[3] + field[4];
	*busy = field[0] + field[1] + field[2] + field[5] + field[6];
	free(text);
}

int main(void)
{
	long busy, idle, busy_after, idle_after;
	int64_t end = test_now_ns() + 400000000;
	int cpu = test_cpu(0);

	test_bind(cpu);
	read_times(cpu, &busy, &idle);
	while (test_now_ns() < end)
		;
	read_times(cpu, &busy_after, &idle_after);
	CHECK_OP(busy_after - busy, >=, 15); /* of about 40: a busy host leaves less */
	CHECK_OP(idle_after - idle, <=, 25);
	if (test_on_isle()) { /* other programs use Linux' CPUs */
		read_times(-1, &busy, &idle);
		test_sleep_ms(400);
		read_times(-1, &busy_after, &idle_after);
		CHECK_OP(idle_after - idle, >=, 60); /* of 80 on two cores */
	}
	return 0;
}
