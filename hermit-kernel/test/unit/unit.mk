# SPDX-License-Identifier: BSD-3-Clause
# Host unit tests: real kernel sources on a shim (test/unit/shim replaces <arch/…> and the heap), cmocka, ASan and UBSan.
# A test is test/unit/test_NAME.c; the kernel sources that it needs stand in its first lines as:  // sources: mm/page.c lib/rbtree.c

UNIT_BUILD := $(TARGET)/unit
UNIT_SOURCES := $(sort $(wildcard test/unit/test_*.c))
UNIT_NAMES := $(UNIT_SOURCES:test/unit/test_%.c=%)
UNIT_CFLAGS := -std=gnu11 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer \
	-Wall -Wextra -Werror -Wno-unused-parameter -DHERMIT_UNIT_TEST -ffreestanding -Itest/unit/shim -I. -Iinclude -isystem $(UNIT_BUILD)/uapi
unit_sources = $(shell sed -n 's|^// sources: *||p' test/unit/test_$(1).c)

define UNIT_RULE
$(UNIT_BUILD)/test_$(1): test/unit/test_$(1).c $(call unit_sources,$(1)) $(wildcard test/unit/shim/*.c test/unit/shim/*.h test/unit/shim/*/*.h) Makefile test/unit/unit.mk
	@mkdir -p $(UNIT_BUILD)
	$(CC) $(UNIT_CFLAGS) $$(filter %.c,$$^) -lcmocka -lpthread -o $$@
endef
$(foreach name,$(UNIT_NAMES),$(eval $(call UNIT_RULE,$(name))))

test-unit: $(if $(UNIT),$(UNIT_BUILD)/test_$(UNIT),$(UNIT_NAMES:%=$(UNIT_BUILD)/test_%))
	@status=0; for test in $^; do CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 ./$$test || status=1; done; exit $$status

# syscall/table.h and syscall/hermit_table.h are lists to be expanded, not headers of their own.
test-headers: $(UAPI)/.made $(LWIP)/.fetched
	@for header in $(filter-out syscall/table.h syscall/hermit_table.h,$(wildcard */*.h include/hermit/*.h arch/$(ARCH)/include/arch/*.h)); do \
		echo "#include \"$$header\"" | $(CC) $(CPPFLAGS) $(LWIP_CPPFLAGS) $(CFLAGS) -fsyntax-only -x c - || exit 1; done

.PHONY: test-unit test-headers
