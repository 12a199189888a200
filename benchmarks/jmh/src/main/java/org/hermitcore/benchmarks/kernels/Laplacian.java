// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

/**
 * The 7-point Laplacian on a cube with zero outside, as a sparse matrix in compressed rows (CSR): 6 on the diagonal, -1 for each
 * neighbour. Symmetric and positive definite.
 */
public final class Laplacian {
    private static final double DIAGONAL = 6;

    private final int edge;
    private final int[] starts; // of the rows
    private final int[] columns;
    private final double[] values;

    /**
     * The matrix of edge³ rows.
     *
     * @param edge points along an edge of the cube
     */
    public Laplacian(int edge) {
        this.edge = edge;
        int rows = edge * edge * edge;
        int entries = 7 * rows - 6 * edge * edge;
        starts = new int[rows + 1];
        columns = new int[entries];
        values = new double[entries];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            next = fill(row, next);
            starts[row + 1] = next;
        }
    }

    /** Puts the entries of a row in the order of columns from position {@code next} on; returns the position after them. */
    private int fill(int row, int next) {
        int x = row % edge;
        int y = row / edge % edge;
        int z = row / edge / edge;
        int position = next;
        position = put(position, z > 0, row - edge * edge, -1);
        position = put(position, y > 0, row - edge, -1);
        position = put(position, x > 0, row - 1, -1);
        position = put(position, true, row, DIAGONAL);
        position = put(position, x < edge - 1, row + 1, -1);
        position = put(position, y < edge - 1, row + edge, -1);
        return put(position, z < edge - 1, row + edge * edge, -1);
    }

    private int put(int position, boolean isInside, int column, double value) {
        if (!isInside) {
            return position;
        }
        columns[position] = column;
        values[position] = value;
        return position + 1;
    }

    public int rows() {
        return starts.length - 1;
    }

    /** {@return how many entries are not zero} */
    public int entries() {
        return values.length;
    }

    /** y = A x. */
    public void multiply(double[] x, double[] y) {
        for (int row = 0; row < y.length; row++) {
            double sum = 0;
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                sum += values[i] * x[columns[i]];
            }
            y[row] = sum;
        }
    }

    /** {@return row {@code row} of A x, by the stencil and not by the matrix} */
    public double stencil(double[] x, int row) {
        int plane = edge * edge;
        int column = row % edge;
        int line = row / edge % edge;
        double sum = DIAGONAL * x[row];
        sum -= column > 0 ? x[row - 1] : 0;
        sum -= column < edge - 1 ? x[row + 1] : 0;
        sum -= line > 0 ? x[row - edge] : 0;
        sum -= line < edge - 1 ? x[row + edge] : 0;
        sum -= row >= plane ? x[row - plane] : 0;
        sum -= row < rows() - plane ? x[row + plane] : 0;
        return sum;
    }

    /**
     * Whether y = A x up to rounding. Seven products, whose sizes add up to at most 12 max|x|, have an error of at most 7·12·u·max|x| to
     * first order (Higham, section 3.1); two such sums are compared.
     */
    public boolean isProduct(double[] x, double[] y) {
        double max = 0;
        for (double value : x) {
            max = Math.max(max, Math.abs(value));
        }
        double bound = 2 * 7 * 12 * 0x1p-53 * max;
        for (int row = 0; row < y.length; row++) {
            if (!(Math.abs(y[row] - stencil(x, row)) <= bound)) {
                return false;
            }
        }
        return true;
    }
}
