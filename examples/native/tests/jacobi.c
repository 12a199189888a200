/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Laplace's equation on a square, solved by Jacobi's method, by one thread and by several.
 *
 * The boundary is that of x² - y², which satisfies the five-point equations exactly: so the distance to the solution is
 * known, not only the residual. A sweep reads one grid and writes the other, so that the rows may be shared out in any
 * way: all results must be the same to the last bit.
 *
 * @expect ^[1-9][0-9]* sweeps, residual [0-9.e-]+, error [0-9.e-]+, the same with 1, 2, 3 and 4 threads$
 */
#include "lib/check.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#define N              32 /* inner points in a row */
#define WIDTH          (N + 2)
#define TOLERANCE      1e-9
#define ERROR_BOUND    1e-6 /* the residual times the norm of the inverse, about N² / 8 */
#define SWEEPS_AT_MOST 20000
#define THREADS        4

struct solver {
	double grids[2][WIDTH][WIDTH];
	double residuals[THREADS]; /* of the last sweep, each thread's rows */
	pthread_barrier_t barrier;
	int threads;
	int sweeps; /* written by thread 0 */
};

struct share {
	struct solver *solver;
	int index;
};

static double solution(int row, int column)
{
	double x = (double)column / (N + 1), y = (double)row / (N + 1);
	return x * x - y * y;
}

static void set_boundary(double grid[WIDTH][WIDTH])
{
	memset(grid, 0, sizeof(double) * WIDTH * WIDTH);
	for (int i = 0; i < WIDTH; i++) {
		grid[0][i] = solution(0, i);
		grid[WIDTH - 1][i] = solution(WIDTH - 1, i);
		grid[i][0] = solution(i, 0);
		grid[i][WIDTH - 1] = solution(i, WIDTH - 1);
	}
}

/* Rows first to end - 1; the largest change, which is a quarter of the largest residual. */
static double sweep(double from[WIDTH][WIDTH], double to[WIDTH][WIDTH], int first, int end)
{
	double largest = 0;
	for (int row = first; row < end; row++) {
		for (int column = 1; column <= N; column++) {
			double next = 0.25 * (from[row - 1][column] + from[row + 1][column] + from[row][column - 1] +
						     from[row][column + 1]);
			double change = fabs(next - from[row][column]);
			largest = change > largest ? change : largest;
			to[row][column] = next;
		}
	}
	return largest;
}

static double largest_residual(const struct solver *solver)
{
	double largest = 0;
	for (int i = 0; i < solver->threads; i++)
		largest = solver->residuals[i] > largest ? solver->residuals[i] : largest;
	return largest;
}

/* Two barriers a sweep: before the first, all write their residuals; after it, all read them. */
static void *solve_share(void *argument)
{
	struct share *share = argument;
	struct solver *solver = share->solver;
	int first = 1 + N * share->index / solver->threads, end = 1 + N * (share->index + 1) / solver->threads;
	double residual = 1;
	int sweeps;
	for (sweeps = 0; residual > TOLERANCE && sweeps < SWEEPS_AT_MOST; sweeps++) {
		solver->residuals[share->index] =
			4 * sweep(solver->grids[sweeps % 2], solver->grids[(sweeps + 1) % 2], first, end);
		pthread_barrier_wait(&solver->barrier);
		residual = largest_residual(solver);
		pthread_barrier_wait(&solver->barrier);
	}
	if (share->index == 0)
		solver->sweeps = sweeps;
	return NULL;
}

static void solve(struct solver *solver, int threads)
{
	struct share shares[THREADS];
	pthread_t others[THREADS];
	solver->threads = threads;
	set_boundary(solver->grids[0]);
	set_boundary(solver->grids[1]);
	CHECK(pthread_barrier_init(&solver->barrier, NULL, (unsigned)threads) == 0, "pthread_barrier_init failed");
	for (int i = 0; i < threads; i++)
		shares[i] = (struct share){.solver = solver, .index = i};
	for (int i = 1; i < threads; i++)
		CHECK(pthread_create(&others[i], NULL, solve_share, &shares[i]) == 0, "pthread_create failed");
	solve_share(&shares[0]);
	for (int i = 1; i < threads; i++)
		CHECK(pthread_join(others[i], NULL) == 0, "pthread_join failed");
	CHECK(pthread_barrier_destroy(&solver->barrier) == 0, "pthread_barrier_destroy failed");
}

static double (*result_of(struct solver *solver))[WIDTH]
{
	return solver->grids[solver->sweeps % 2];
}

/* Computed afresh from the result. */
static double residual_of(double grid[WIDTH][WIDTH])
{
	static double scratch[WIDTH][WIDTH];
	return 4 * sweep(grid, scratch, 1, N + 1);
}

static double error_of(double grid[WIDTH][WIDTH])
{
	double largest = 0;
	for (int row = 1; row <= N; row++)
		for (int column = 1; column <= N; column++)
			largest = fmax(largest, fabs(grid[row][column] - solution(row, column)));
	return largest;
}

int main(void)
{
	static struct solver alone, together;
	solve(&alone, 1);
	double residual = residual_of(result_of(&alone)), error = error_of(result_of(&alone));
	CHECK(alone.sweeps > 100 && alone.sweeps < SWEEPS_AT_MOST, "%d sweeps", alone.sweeps);
	CHECK(residual <= TOLERANCE, "residual %g, at most %g expected", residual, TOLERANCE);
	CHECK(error <= ERROR_BOUND, "error %g, at most %g expected", error, ERROR_BOUND);
	for (int threads = 2; threads <= THREADS; threads++) {
		solve(&together, threads);
		CHECK(together.sweeps == alone.sweeps, "%d sweeps with %d threads, %d with one", together.sweeps,
			threads, alone.sweeps);
		CHECK(memcmp(result_of(&together), result_of(&alone), sizeof(alone.grids[0])) == 0,
			"another result with %d threads", threads);
	}
	printf("%d sweeps, residual %.2e, error %.2e, the same with 1, 2, 3 and 4 threads\n", alone.sweeps, residual,
		error);
	return 0;
}
