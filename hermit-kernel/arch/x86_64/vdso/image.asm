; SPDX-License-Identifier: BSD-3-Clause
; The vDSO as the kernel embeds it: two pages.

section .rodata align=16

global vdso_image	; extern const char vdso_image[VDSO_SIZE] (vdso.h)
vdso_image:
	incbin VDSO_FILE, 0, 8192
%if ($ - vdso_image) != 8192
  %error "the vDSO is two pages"
%endif

section .note.GNU-stack noalloc noexec nowrite progbits
