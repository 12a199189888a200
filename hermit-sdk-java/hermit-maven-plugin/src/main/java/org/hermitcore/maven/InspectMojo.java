// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.maven;

import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.hermitcore.image.ProxyReport;

/**
 * Shows what is in the project's executable, and checks it.
 *
 * @since 0.1.0
 */
@Mojo(name = "inspect", threadSafe = true)
public final class InspectMojo extends AbstractHermitMojo {
    @Override
    protected void run() throws IOException {
        getLog().info(output().toString());
        ProxyReport.describe(output()).forEach(getLog()::info);
    }
}
