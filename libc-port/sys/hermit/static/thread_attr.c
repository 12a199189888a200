/* SPDX-License-Identifier: BSD-3-Clause */
/* Attributes of threads. */
#include "thread.h"
#include <string.h>

#define STACK_USUAL (8UL << 20) /* of addresses: memory is used as it is touched */
#define GUARD_USUAL 4096

int pthread_attr_init(pthread_attr_t *attributes)
{
	memset(attributes, 0, sizeof(*attributes));
	attributes->is_initialized = 1;
	attributes->detachstate = PTHREAD_CREATE_JOINABLE;
	attributes->stacksize = STACK_USUAL;
	attributes->guardsize = GUARD_USUAL;
	return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes)
{
	attributes->is_initialized = 0;
	return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
	if (size < PTHREAD_STACK_MIN || size > 1UL << 40)
		return EINVAL;
	attributes->stacksize = size;
	return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size)
{
	*size = attributes->stacksize;
	return 0;
}

int pthread_attr_setstack(pthread_attr_t *attributes, void *stack, size_t size)
{
	if (stack == NULL || (uintptr_t)stack % 16)
		return EINVAL;
	int failure = pthread_attr_setstacksize(attributes, size);
	if (failure == 0)
		attributes->stackaddr = stack;
	return failure;
}

int pthread_attr_getstack(const pthread_attr_t *attributes, void **stack, size_t *size)
{
	*stack = attributes->stackaddr;
	*size = attributes->stacksize;
	return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *attributes, size_t size)
{
	if (size > 1UL << 40)
		return EINVAL;
	attributes->guardsize = size;
	return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *attributes, size_t *size)
{
	*size = attributes->guardsize;
	return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
	if (state != PTHREAD_CREATE_DETACHED && state != PTHREAD_CREATE_JOINABLE)
		return EINVAL;
	attributes->detachstate = state;
	return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state)
{
	*state = attributes->detachstate;
	return 0;
}

/* The kernel has one policy; its only priority is 0. */
int pthread_attr_setschedparam(pthread_attr_t *attributes, const struct sched_param *parameter)
{
	if (parameter->sched_priority != 0)
		return EINVAL;
	attributes->schedparam = *parameter;
	return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *attributes, struct sched_param *parameter)
{
	*parameter = attributes->schedparam;
	return 0;
}

int pthread_attr_setaffinity_np(pthread_attr_t *attributes, size_t size, const cpu_set_t *cores)
{
	if (size > sizeof(attributes->cpuset))
		return EINVAL;
	memcpy(&attributes->cpuset, cores, size);
	attributes->cpusetsize = size;
	return 0;
}

/* Cores that were never set: all of them. */
int pthread_attr_getaffinity_np(const pthread_attr_t *attributes, size_t size, cpu_set_t *cores)
{
	memset(cores, attributes->cpusetsize ? 0 : 0xff, size);
	memcpy(cores, &attributes->cpuset, size < attributes->cpusetsize ? size : attributes->cpusetsize);
	return 0;
}

int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
	pthread_attr_init(attributes);
	attributes->detachstate = thread->state == THREAD_DETACHED ? PTHREAD_CREATE_DETACHED : PTHREAD_CREATE_JOINABLE;
	if (thread->region == NULL)
		return 0;
	attributes->guardsize = thread->guard_size;
	attributes->stackaddr = thread->region + thread->guard_size;
	attributes->stacksize = (char *)thread - (char *)attributes->stackaddr;
	return 0;
}
