/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Values that belong to threads. A key's generation grows when it is made and when it is deleted: an odd one is in use.
 * A value counts only with the generation that it was set in, so that deleting a key need not look for values.
 */
#include "thread.h"
#include <sys/lock.h>

__LOCK_INIT(static, keys_lock); /* guards changes of keys[] */
static struct {
	unsigned int generation; /* atomic */
	void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX];

static unsigned int key_generation(pthread_key_t key)
{
	return key < PTHREAD_KEYS_MAX ? __atomic_load_n(&keys[key].generation, __ATOMIC_ACQUIRE) : 0;
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	int failure = EAGAIN;
	__lock_acquire(keys_lock);
	for (pthread_key_t i = 0; i < PTHREAD_KEYS_MAX && failure; i++) {
		if (keys[i].generation % 2)
			continue;
		keys[i].destructor = destructor;
		__atomic_store_n(&keys[i].generation, keys[i].generation + 1, __ATOMIC_RELEASE);
		*key = i;
		failure = 0;
	}
	__lock_release(keys_lock);
	return failure;
}

int pthread_key_delete(pthread_key_t key)
{
	int failure = EINVAL;
	__lock_acquire(keys_lock);
	if (key_generation(key) % 2) {
		__atomic_store_n(&keys[key].generation, keys[key].generation + 1, __ATOMIC_RELEASE);
		failure = 0;
	}
	__lock_release(keys_lock);
	return failure;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
	unsigned int generation = key_generation(key);
	if (generation % 2 == 0)
		return EINVAL;
	thread_self()->values[key] = (struct thread_value){(void *)value, generation};
	return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
	if (key >= PTHREAD_KEYS_MAX)
		return NULL;
	struct thread_value *value = &thread_self()->values[key];
	return value->value && value->generation == key_generation(key) ? value->value : NULL;
}

/* True if a destructor ran: it may have set values anew. */
static bool key_destroy_once(struct __hermit_thread *self)
{
	bool ran = false;
	for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++) {
		void *value = self->values[key].value;
		if (value == NULL)
			continue;
		bool valid = self->values[key].generation == key_generation(key);
		void (*destructor)(void *) = keys[key].destructor;
		self->values[key].value = NULL;
		if (valid && destructor) {
			destructor(value);
			ran = true;
		}
	}
	return ran;
}

void __hermit_key_destroy_values(struct __hermit_thread *self)
{
	for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS && key_destroy_once(self); round++)
		;
}
