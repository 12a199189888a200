/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads and what they wait on. */
#include "measures.h"

#include "options.h"

#include <pthread.h>

void measure_mutex(struct samples *samples, size_t unused)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	(void)unused;
	SAMPLES_MEASURE(samples, pthread_mutex_lock(&mutex); pthread_mutex_unlock(&mutex));
}

static pthread_t start(void *(*body)(void *), void *argument)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, body, argument);
	if (error)
		options_refuse("pthread_create failed: error %d", error);
	return thread;
}

static void *do_nothing(void *argument)
{
	return argument;
}

void measure_thread(struct samples *samples, size_t unused)
{
	(void)unused;
	SAMPLES_MEASURE(samples, pthread_join(start(do_nothing, NULL), NULL));
}

/* Two threads take turns; each waits on its own condition variable until it is its turn. */
struct rally {
	pthread_mutex_t lock;
	pthread_cond_t turned[2];
	int turn; /* 0, 1, or -1: the game is over */
};

static void rally_pass(struct rally *rally, int self, int to)
{
	rally->turn = to;
	pthread_cond_signal(&rally->turned[!self]);
}

static void rally_await(struct rally *rally, int self)
{
	while (rally->turn == !self)
		pthread_cond_wait(&rally->turned[self], &rally->lock);
}

static void *rally_partner(void *argument)
{
	struct rally *rally = argument;
	pthread_mutex_lock(&rally->lock);
	for (rally_await(rally, 1); rally->turn == 1; rally_await(rally, 1))
		rally_pass(rally, 1, 0);
	pthread_mutex_unlock(&rally->lock);
	return NULL;
}

static void rally_round(struct rally *rally)
{
	pthread_mutex_lock(&rally->lock);
	rally_pass(rally, 0, 1);
	rally_await(rally, 0);
	pthread_mutex_unlock(&rally->lock);
}

/* A sample is half of a round trip: no clock of one core is compared with that of another. */
void measure_hand_over(struct samples *samples, size_t unused)
{
	struct rally rally = {
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.turned = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER},
	};
	(void)unused;
	pthread_t partner = start(rally_partner, &rally);
	SAMPLES_MEASURE(samples, rally_round(&rally));
	for (size_t i = 0; i < samples->count; i++)
		samples->values[i] /= 2;
	pthread_mutex_lock(&rally.lock);
	rally_pass(&rally, 0, -1);
	pthread_mutex_unlock(&rally.lock);
	pthread_join(partner, NULL);
}
