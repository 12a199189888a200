// SPDX-License-Identifier: BSD-3-Clause

/** A modular program; run.sh compiles and starts it. It requires the API alone. */
module org.hermitcore.modular {
    requires org.hermitcore.api;
}
