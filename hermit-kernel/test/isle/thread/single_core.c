/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Everything on one CPU: a spinning thread is preempted for sleepers, signals, timers and lock hand-overs.
 * @cores 1
 */
#include "test.h"

static volatile int stop, handled;
static volatile long spins;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *spin(void *argument TEST_UNUSED)
{
	while (!stop)
		spins++;
	return NULL;
}

static void *take_turns(void *argument)
{
	int me = (int)(long)argument, i;

	for (i = 0; i < 100; i++) {
		pthread_mutex_lock(&lock);
		while (turn != me)
			pthread_cond_wait(&changed, &lock);
		turn = 1 - me;
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

int main(void)
{
	struct itimerspec every_ms = {{0, 1000000}, {0, 1000000}};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
	pthread_t spinner, players[2];
	timer_t timer;
	long i;

	test_bind(test_cpu(0));
	test_handle(SIGUSR1, handler, SA_RESTART);
	spinner = test_thread(spin, NULL);
	for (i = 0; i < 20; i++)
		test_sleep_ms(1);
	for (i = 0; i < 2; i++)
		players[i] = test_thread(take_turns, (void *)i);
	for (i = 0; i < 2; i++)
		test_join(players[i]);
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	CHECK_EQ(timer_settime(timer, 0, &every_ms, NULL), 0);
	while (handled < 10)
		;
	CHECK_EQ(timer_delete(timer), 0);
	CHECK_OP(spins, >, 0);
	stop = 1;
	test_join(spinner);
	return 0;
}
