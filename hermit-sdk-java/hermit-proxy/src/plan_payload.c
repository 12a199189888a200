/* SPDX-License-Identifier: BSD-3-Clause */
#include "plan_payload.h"

#include "environment.h"
#include "fail.h"
#include "memory.h"
#include "payload.h"

#include <sys/stat.h>
#include <unistd.h>

static void plan_copy_arguments(struct plan *plan, const struct manifest *manifest, int argc, char **argv)
{
	strings_add(&plan->arguments, manifest->program);
	for (size_t i = 0; i < manifest->arguments.count; i++)
		strings_add(&plan->arguments, manifest->arguments.items[i]);
	for (int i = 1; i < argc; i++)
		strings_add(&plan->arguments, argv[i]);
}

static void plan_copy_environment(struct plan *plan, const struct manifest *manifest)
{
	environment_copy(&plan->environment, &manifest->environment_pass);
	for (size_t i = 0; i < manifest->environment.count; i++)
		environment_default(&plan->environment, manifest->environment.items[i]);
}

static struct image plan_part(const struct payload *payload, const struct payload_section *section, uint32_t crc)
{
	return (struct image){
		.fd = payload->fd, .offset = section->offset, .size = section->size, .has_crc = true, .crc = crc};
}

bool plan_from_payload(int argc, char **argv, struct plan *plan)
{
	struct payload payload;
	struct manifest manifest;
	if (!payload_open(&payload)) {
		close(payload.fd);
		return false;
	}
	payload_read_manifest(&payload, &manifest);
	plan->packaged = true;
	plan->kernel = plan_part(&payload, &payload.kernel, manifest.kernel_crc);
	plan->image = plan_part(&payload, &payload.rootfs, manifest.rootfs_crc);
	if (manifest.java_home)
		futimens(payload.fd, NULL); /* in use: who tidies a cache up asks for its age */
	const char *problem = image_problem(&plan->image);
	if (problem)
		payload_refuse(".hermit.rootfs", problem);
	fail_set_name(memory_copy_text(manifest.name));
	plan->program = memory_copy_text(manifest.program);
	plan->folder = manifest.folder ? memory_copy_text(manifest.folder) : NULL;
	plan->java_home = manifest.java_home ? memory_copy_text(manifest.java_home) : NULL;
	plan->memory = manifest.memory;
	plan->cores = manifest.cores;
	plan_copy_arguments(plan, &manifest, argc, argv);
	plan_copy_environment(plan, &manifest);
	manifest_free(&manifest);
	return true;
}
