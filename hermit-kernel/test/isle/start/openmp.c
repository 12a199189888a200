/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An OpenMP program: parallel loops, reductions, critical sections and tasks on all cores give the serial result.
 * @flags -fopenmp
 * @cores 4
 */
#include <omp.h>
#include "test.h"

#define SIZE 200000

static long fibonacci(int n)
{
	long a, b;

	if (n < 12)
		return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
#pragma omp task shared(a)
	a = fibonacci(n - 1);
#pragma omp task shared(b)
	b = fibonacci(n - 2);
#pragma omp taskwait
	return a + b;
}

int main(void)
{
	static double values[SIZE];
	long count = 0, result = 0;
	double sum = 0;
	int round, i;

	CHECK_EQ(omp_get_num_procs(), test_cpus());
	for (round = 0; round < 10; round++) {
		sum = 0;
#pragma omp parallel for
		for (i = 0; i < SIZE; i++)
			values[i] = i % 1000;
#pragma omp parallel for reduction(+ : sum)
		for (i = 0; i < SIZE; i++)
			sum += values[i];
		CHECK(sum == 499.5 * SIZE);
	}
#pragma omp parallel num_threads(8)
	for (int j = 0; j < 100; j++)
#pragma omp critical
		count++;
	CHECK_EQ(count, 800);
#pragma omp parallel
#pragma omp single
	result = fibonacci(20);
	CHECK_EQ(result, 6765);
	return 0;
}
