/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_PLAN_PAYLOAD_H
#define PROXY_PLAN_PAYLOAD_H

#include "plan.h"

#include <stdbool.h>

/** Fills the plan from the payload of this executable; all arguments are the program's. False: there is no payload. */
bool plan_from_payload(int argc, char **argv, struct plan *plan);

#endif
