// SPDX-License-Identifier: BSD-3-Clause

/** A module, whose package is open to nobody but its tests. */
module org.hermitcore.it.modules {}
