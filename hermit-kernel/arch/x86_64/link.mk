# SPDX-License-Identifier: BSD-3-Clause
# Link of the kernel, in two passes: the second adds the table of function names, which lies behind the text and so does not move it.

include arch/x86_64/vdso/vdso.mk

LINKER_SCRIPT := arch/$(ARCH)/kernel.lds
SYMBOLS := $(BUILD)/symbols

$(BUILD)/kernel.pass1: $(OBJECTS) $(LINKER_SCRIPT)
	$(Q)$(LD) $(LDFLAGS) -T $(LINKER_SCRIPT) -o $@ $(OBJECTS)

$(SYMBOLS).o: $(BUILD)/kernel.pass1 arch/$(ARCH)/symbols.awk
	$(Q)nm -n $< | awk -v start=$$(nm $< | awk '$$3 == "kernel_start" { print $$1 }') -f arch/$(ARCH)/symbols.awk > $(SYMBOLS).asm
	$(Q)$(NASM) -f elf64 -o $@ $(SYMBOLS).asm

$(TARGET)/kernel.elf: $(SYMBOLS).o
	$(Q)$(LD) $(LDFLAGS) -T $(LINKER_SCRIPT) -o $(BUILD)/kernel.pass2 $(OBJECTS) $(SYMBOLS).o
	$(Q)objcopy --strip-debug $(BUILD)/kernel.pass2 $@
	@size $@ | awk 'NR == 2 { printf "kernel: %d bytes of text, %d of data, %d zeroed\n", $$1, $$2, $$3 }'
