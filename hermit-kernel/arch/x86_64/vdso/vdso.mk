# SPDX-License-Identifier: BSD-3-Clause
# The vDSO, which is libhermit.so.1 too: a shared object of its own, embedded in the kernel as vdso_image.

VDSO := arch/$(ARCH)/vdso
VDSO_CFLAGS := $(filter-out -fno-pic -fno-pie -mcmodel=% -g -ffunction-sections -fdata-sections,$(CFLAGS)) -fPIC

$(BUILD)/vdso/%.o: $(VDSO)/%.c $(UAPI)/.made $(VDSO)/vdso.mk Makefile
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(VDSO_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/vdso.so: $(BUILD)/vdso/vdso.o $(BUILD)/vdso/libhermit.o $(VDSO)/vdso.lds
	@echo "  LD    vdso"
	$(Q)$(LD) -shared -nostdlib -soname libhermit.so.1 -T $(VDSO)/vdso.lds --hash-style=both -z noexecstack \
		--build-id=none -Bsymbolic --strip-all -o $@ $(filter %.o,$^)

$(BUILD)/vdso_image.asm.o: $(VDSO)/image.asm $(BUILD)/vdso.so
	$(Q)$(NASM) -f elf64 -w+all -Werror -DVDSO_FILE='"$(BUILD)/vdso.so"' -o $@ $<

OBJECTS += $(BUILD)/vdso_image.asm.o
