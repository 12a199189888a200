/* SPDX-License-Identifier: BSD-3-Clause */
/* The fields of each message, as diod's protocol.md lists them; Plan 9's manual for those that are older. */
#include "fs/ninep_calls.h"

#include <hermit/boot.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/limits.h>
#include "lib/string.h"

#define NAME_ROOM 257u /* length and the longest name */

/** For messages whose reply says nothing. */
static int run_and_free(struct ninep_call *call)
{
	if (!call)
		return -ENOMEM;
	int error = ninep_call_run(call, false);
	ninep_call_free(call);
	return error;
}

/** A call whose first field is a fid, and whose second is a name unless that is NULL. */
static struct ninep_call *call_on(
	struct ninep_fid *fid, enum ninep_type type, uint32_t more, const char *name, size_t length)
{
	struct ninep_call *call = ninep_call_new(fid->client, type, 4 + (name ? NAME_ROOM : 0) + more, 0);
	if (!call)
		return NULL;
	ninep_put32(&call->out, fid->number);
	if (name)
		ninep_put_string(&call->out, name, length);
	return call;
}

int ninep_attach(struct ninep_client *client, uint32_t uid, struct ninep_fid **made, struct ninep_qid *qid)
{
	struct ninep_fid *fid = ninep_fid_new(client);
	if (!fid)
		return -ENOMEM;
	size_t export = strlen(HERMIT_SHARE_EXPORT);
	struct ninep_call *call = call_on(fid, NINEP_TATTACH, (uint32_t)(4 + 2 + 2 + export + 4), NULL, 0);
	int error = -ENOMEM;
	if (call) {
		ninep_put32(&call->out, NINEP_NOFID);
		ninep_put_string(&call->out, "", 0); /* no name: the uid says who */
		ninep_put_string(&call->out, HERMIT_SHARE_EXPORT, export);
		ninep_put32(&call->out, uid);
		error = ninep_call_run(call, false);
	}
	if (!error) {
		*qid = ninep_get_qid(&call->in);
		error = ninep_call_check(call);
	}
	ninep_call_free(call);
	*made = error ? NULL : fid;
	if (error)
		ninep_fid_drop(fid);
	return error;
}

/** Rwalk: as many qids as names, else the walk failed on the way and made no fid. */
static int walk_result(struct ninep_call *call, unsigned names, struct ninep_qid *qid)
{
	unsigned count = ninep_get16(&call->in);
	if (count == 1 && names == 1)
		*qid = ninep_get_qid(&call->in);
	if (ninep_call_check(call))
		return -EIO;
	return count == names ? 0 : -ENOENT;
}

int ninep_walk(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid **made, struct ninep_qid *qid)
{
	struct ninep_fid *fid = ninep_fid_new(from->client);
	if (!fid)
		return -ENOMEM;
	struct ninep_call *call = call_on(from, NINEP_TWALK, 4 + 2 + NAME_ROOM, NULL, 0);
	int error = -ENOMEM;
	if (call) {
		ninep_put32(&call->out, fid->number);
		ninep_put16(&call->out, name != NULL);
		if (name)
			ninep_put_string(&call->out, name, length);
		error = ninep_call_run(call, false);
	}
	if (!error)
		error = walk_result(call, name != NULL, qid);
	ninep_call_free(call);
	if (error)
		ninep_fid_drop(fid);
	else
		*made = fid;
	return error;
}

int ninep_open(struct ninep_fid *fid, uint32_t flags)
{
	struct ninep_call *call = call_on(fid, NINEP_TLOPEN, 4, NULL, 0);
	if (call)
		ninep_put32(&call->out, flags);
	fid->opened = true;
	return run_and_free(call);
}

int ninep_create(struct ninep_fid *fid, const char *name, size_t length, uint32_t flags, uint32_t mode, uint32_t gid)
{
	struct ninep_call *call = call_on(fid, NINEP_TLCREATE, 12, name, length);
	if (call) {
		ninep_put32(&call->out, flags);
		ninep_put32(&call->out, mode);
		ninep_put32(&call->out, gid);
	}
	fid->opened = true;
	return run_and_free(call);
}

int ninep_mkdir(struct ninep_fid *dir, const char *name, size_t length, uint32_t mode, uint32_t gid)
{
	struct ninep_call *call = call_on(dir, NINEP_TMKDIR, 8, name, length);
	if (call) {
		ninep_put32(&call->out, mode);
		ninep_put32(&call->out, gid);
	}
	return run_and_free(call);
}

int ninep_mknod(struct ninep_fid *dir, const char *name, size_t length, uint32_t mode, uint64_t device, uint32_t gid)
{
	struct ninep_call *call = call_on(dir, NINEP_TMKNOD, 16, name, length);
	if (call) {
		ninep_put32(&call->out, mode);
		ninep_put32(&call->out, (uint32_t)(device >> 8 & 0xfff));                           /* major */
		ninep_put32(&call->out, (uint32_t)((device & 0xff) | (device >> 12 & 0xffffff00))); /* minor */
		ninep_put32(&call->out, gid);
	}
	return run_and_free(call);
}

int ninep_symlink(struct ninep_fid *dir, const char *name, size_t length, const char *target, uint32_t gid)
{
	size_t target_length = strlen(target);
	struct ninep_call *call = call_on(dir, NINEP_TSYMLINK, (uint32_t)(2 + target_length + 4), name, length);
	if (call) {
		ninep_put_string(&call->out, target, target_length);
		ninep_put32(&call->out, gid);
	}
	return run_and_free(call);
}

int ninep_link(struct ninep_fid *dir, const char *name, size_t length, struct ninep_fid *target)
{
	struct ninep_call *call = call_on(dir, NINEP_TLINK, 4 + NAME_ROOM, NULL, 0);
	if (call) {
		ninep_put32(&call->out, target->number);
		ninep_put_string(&call->out, name, length);
	}
	return run_and_free(call);
}

/** Tremove: gone with the file is the fid, even when the answer is an error. */
static int remove_by_fid(struct ninep_fid *dir, const char *name, size_t length, bool directory)
{
	struct ninep_fid *fid;
	struct ninep_qid qid;
	int error = ninep_walk(dir, name, length, &fid, &qid);
	if (error)
		return error;
	if (!!(qid.type & NINEP_QID_DIRECTORY) != directory) {
		ninep_fid_put(fid);
		return directory ? -ENOTDIR : -EISDIR;
	}
	struct ninep_call *call = call_on(fid, NINEP_TREMOVE, 0, NULL, 0);
	if (!call) {
		ninep_fid_put(fid);
		return -ENOMEM;
	}
	error = run_and_free(call);
	ninep_fid_drop(fid);
	return error;
}

static int unlink_at(struct ninep_fid *dir, const char *name, size_t length, uint32_t flags)
{
	struct ninep_call *call = call_on(dir, NINEP_TUNLINKAT, 4, name, length);
	if (call)
		ninep_put32(&call->out, flags);
	return run_and_free(call);
}

int ninep_unlink(struct ninep_fid *dir, const char *name, size_t length, uint32_t flags)
{
	int error = dir->client->by_fid ? -EOPNOTSUPP : unlink_at(dir, name, length, flags);
	if (error != -EOPNOTSUPP)
		return error;
	dir->client->by_fid = true;
	return remove_by_fid(dir, name, length, flags & AT_REMOVEDIR);
}

static int rename_by_fid(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid *to,
	const char *new_name, size_t new_length)
{
	struct ninep_fid *fid;
	struct ninep_qid qid;
	int error = ninep_walk(from, name, length, &fid, &qid);
	if (error)
		return error;
	struct ninep_call *call = call_on(fid, NINEP_TRENAME, 4 + NAME_ROOM, NULL, 0);
	if (call) {
		ninep_put32(&call->out, to->number);
		ninep_put_string(&call->out, new_name, new_length);
	}
	error = run_and_free(call);
	ninep_fid_put(fid);
	return error;
}

static int rename_at(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid *to,
	const char *new_name, size_t new_length)
{
	struct ninep_call *call = call_on(from, NINEP_TRENAMEAT, 4 + NAME_ROOM, name, length);
	if (call) {
		ninep_put32(&call->out, to->number);
		ninep_put_string(&call->out, new_name, new_length);
	}
	return run_and_free(call);
}

int ninep_rename(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid *to, const char *new_name,
	size_t new_length)
{
	int error = from->client->by_fid ? -EOPNOTSUPP : rename_at(from, name, length, to, new_name, new_length);
	if (error != -EOPNOTSUPP)
		return error;
	from->client->by_fid = true;
	return rename_by_fid(from, name, length, to, new_name, new_length);
}

ssize64_t ninep_readlink(struct ninep_fid *fid, char *to, size_t size)
{
	struct ninep_call *call = ninep_call_new(fid->client, NINEP_TREADLINK, 4, NINEP_HEADER + 2 + PATH_MAX);
	uint16_t length = 0;
	if (!call)
		return -ENOMEM;
	ninep_put32(&call->out, fid->number);
	int error = ninep_call_run(call, false);
	if (!error) {
		const char *target = ninep_get_string(&call->in, &length);
		error = ninep_call_check(call);
		if (!error)
			memcpy(to, target, min((size_t)length, size));
	}
	ninep_call_free(call);
	return error ? error : (ssize64_t)length;
}

int ninep_getattr(struct ninep_fid *fid, struct ninep_attributes *attributes)
{
	struct ninep_call *call = call_on(fid, NINEP_TGETATTR, 8, NULL, 0);
	if (!call)
		return -ENOMEM;
	ninep_put64(&call->out, NINEP_GETATTR_BASIC);
	int error = ninep_call_run(call, false);
	if (!error) {
		ninep_get_attributes(&call->in, attributes);
		error = ninep_call_check(call);
	}
	ninep_call_free(call);
	return error;
}

int ninep_setattr(struct ninep_fid *fid, const struct ninep_setattr_values *values)
{
	struct ninep_call *call = call_on(fid, NINEP_TSETATTR, sizeof(*values), NULL, 0);
	if (call)
		ninep_put_setattr(&call->out, values);
	return run_and_free(call);
}

int ninep_statfs(struct ninep_fid *fid, struct ninep_statfs *statfs)
{
	struct ninep_call *call = call_on(fid, NINEP_TSTATFS, 0, NULL, 0);
	if (!call)
		return -ENOMEM;
	int error = ninep_call_run(call, false);
	if (!error) {
		ninep_get_statfs(&call->in, statfs);
		error = ninep_call_check(call);
	}
	ninep_call_free(call);
	return error;
}

int ninep_fsync(struct ninep_fid *fid, bool data_only)
{
	struct ninep_call *call = call_on(fid, NINEP_TFSYNC, 4, NULL, 0);
	if (call)
		ninep_put32(&call->out, data_only);
	return run_and_free(call);
}

int ninep_lock(struct ninep_fid *fid, const struct ninep_lock *lock, uint32_t flags)
{
	struct ninep_call *call = call_on(fid, NINEP_TLOCK, 1 + 4 + 8 + 8 + 4 + 2 + 8, NULL, 0);
	if (!call)
		return -ENOMEM;
	ninep_put8(&call->out, lock->type);
	ninep_put32(&call->out, flags);
	ninep_put_lock(&call->out, lock);
	int status = ninep_call_run(call, true);
	if (!status) {
		status = ninep_get8(&call->in);
		if (ninep_call_check(call))
			status = -EIO;
	}
	ninep_call_free(call);
	return status;
}

int ninep_getlock(struct ninep_fid *fid, struct ninep_lock *lock)
{
	struct ninep_call *call = call_on(fid, NINEP_TGETLOCK, 1 + 8 + 8 + 4 + 2 + 8, NULL, 0);
	if (!call)
		return -ENOMEM;
	ninep_put8(&call->out, lock->type);
	ninep_put_lock(&call->out, lock);
	int error = ninep_call_run(call, false);
	if (!error) {
		ninep_get_lock(&call->in, lock);
		error = ninep_call_check(call);
	}
	ninep_call_free(call);
	return error;
}

/** Rread and Rreaddir: count[4], then as many bytes in the data's memory. */
static ssize64_t data_result(struct ninep_call *call)
{
	uint32_t count = ninep_get32(&call->in);
	if (ninep_call_check(call))
		return -EIO;
	if (count > call->data_size || call->request.written != NINEP_RREAD_HEADER + count) {
		call->in.bad = true;
		return ninep_call_check(call);
	}
	return count;
}

static ssize64_t transfer(struct ninep_fid *fid, enum ninep_type type, uint64_t position, struct ninep_data data,
	bool comes, bool interruptible)
{
	struct ninep_call *call = call_on(fid, type, 12, NULL, 0);
	if (!call)
		return -ENOMEM;
	ninep_call_set_data(call, data.segments, data.count, comes);
	ninep_put64(&call->out, position);
	ninep_put32(&call->out, call->data_size);
	ssize64_t result = ninep_call_run(call, interruptible);
	if (!result && comes)
		result = data_result(call);
	else if (!result)
		result = min(ninep_get32(&call->in), call->data_size);
	if (result >= 0 && ninep_call_check(call))
		result = -EIO;
	ninep_call_free(call);
	return result;
}

ssize64_t ninep_readdir(struct ninep_fid *fid, uint64_t position, const struct io_segment *data)
{
	return transfer(fid, NINEP_TREADDIR, position, (struct ninep_data){data, 1}, true, false);
}

ssize64_t ninep_read(struct ninep_fid *fid, uint64_t position, struct ninep_data data, bool interruptible)
{
	return transfer(fid, NINEP_TREAD, position, data, true, interruptible);
}

ssize64_t ninep_write(struct ninep_fid *fid, uint64_t position, struct ninep_data data, bool interruptible)
{
	return transfer(fid, NINEP_TWRITE, position, data, false, interruptible);
}
