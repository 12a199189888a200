# SPDX-License-Identifier: BSD-3-Clause
# Link of the kernel. All objects become one, kernel.o; that is linked to its addresses twice, because the table of function
# names, which lies behind the text and so does not move it, is made from the first result.
#
# libhermit.a is for programs that are linked with the kernel (libc-port/toolchain): kernel.o with its table of names, where all
# but what the linker script and the program's side need is local, and that side (libhermit.c).

include arch/x86_64/vdso/vdso.mk

SCRIPTS := arch/$(ARCH)
SYMBOLS := $(BUILD)/symbols
# What the outside may refer to: the entry point, and what libhermit.c needs.
GLOBALS := pvh_entry_physical gate_entry clock_params

$(BUILD)/kernel.o: $(OBJECTS) $(SCRIPTS)/kernel_object.lds
	$(Q)$(LD) -r -nostdlib -z noexecstack --gc-sections -e pvh_entry_physical -T $(SCRIPTS)/kernel_object.lds -o $@ $(OBJECTS)

$(BUILD)/kernel.pass1: $(BUILD)/kernel.o $(SCRIPTS)/kernel.lds $(SCRIPTS)/kernel_sections.lds
	$(Q)$(LD) $(LDFLAGS) -L $(SCRIPTS) -T $(SCRIPTS)/kernel.lds -o $@ $<

$(SYMBOLS).o: $(BUILD)/kernel.pass1 arch/$(ARCH)/symbols.awk
	$(Q)nm -n $< | awk -v start=$$(nm $< | awk '$$3 == "kernel_start" { print $$1 }') -f arch/$(ARCH)/symbols.awk > $(SYMBOLS).asm
	$(Q)$(NASM) -f elf64 -o $@ $(SYMBOLS).asm

$(TARGET)/kernel.elf: $(SYMBOLS).o
	$(Q)$(LD) $(LDFLAGS) -L $(SCRIPTS) -T $(SCRIPTS)/kernel.lds -o $(BUILD)/kernel.pass2 $(BUILD)/kernel.o $(SYMBOLS).o
	$(Q)objcopy --strip-debug $(BUILD)/kernel.pass2 $@
	$(Q)printf '\102' | dd of=$@ bs=1 seek=7 conv=notrunc status=none # EI_OSABI: HERMIT_ELF_OSABI, for which ld has no option
	@size $@ | awk 'NR == 2 { printf "kernel: %d bytes of text, %d of data, %d zeroed\n", $$1, $$2, $$3 }'

$(BUILD)/static/%.o: $(VDSO)/%.c $(UAPI)/.made $(VDSO)/vdso.mk Makefile
	@mkdir -p $(@D)
	@echo "  CC    $< (static)"
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -mcmodel=%,$(CFLAGS)) -MMD -MP -c $< -o $@

$(TARGET)/libhermit.a: $(SYMBOLS).o $(BUILD)/static/libhermit.o $(BUILD)/static/imports.o
	$(Q)$(LD) -r -nostdlib -z noexecstack -o $(BUILD)/hermit-kernel.o $(BUILD)/kernel.o $(SYMBOLS).o
	$(Q)objcopy --strip-debug $(GLOBALS:%=--keep-global-symbol=%) $(BUILD)/hermit-kernel.o
	$(Q)rm -f $@ && ar rcsD $@ $(BUILD)/hermit-kernel.o $(BUILD)/static/libhermit.o $(BUILD)/static/imports.o
