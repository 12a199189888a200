; SPDX-License-Identifier: BSD-3-Clause
; The vDSO as the kernel embeds it: one page.

section .rodata align=16

global vdso_image	; extern const char vdso_image[VDSO_SIZE] (vdso.h)
vdso_image:
	incbin VDSO_FILE, 0, 4096
%if ($ - vdso_image) != 4096
  %error "the vDSO is one page"
%endif

section .note.GNU-stack noalloc noexec nowrite progbits
