// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.io.IOException;

/** A connection over loopback TCP to a thread that sends back what it gets. */
public interface Echo extends AutoCloseable {
    /**
     * Sends bytes and waits until as many have come back.
     *
     * @param bytes to send; then, what came back
     * @throws IOException where the connection ends
     */
    void roundTrip(byte[] bytes) throws IOException;

    /** Closes both ends and waits for the thread. */
    @Override
    void close() throws IOException;
}
