/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The two ends of a frame ring of hermit/mmnif.h, which says how they work together. For Linux' driver, the kernel and
 * tests on the host: nothing but the compiler's atomics. An end belongs to one thread at a time. The frame's bytes are
 * copied by the caller, straight into and out of the ring; what was read there may change meanwhile, so a receiver
 * copies first and judges the copy.
 */
#ifndef HERMIT_MMNIF_RING_H
#define HERMIT_MMNIF_RING_H

#include <hermit/mmnif.h>

struct mmnif_sender {
	struct hermit_mmnif_ring *ring;
	uint8_t *data;
	uint32_t size; /* of the data */
	uint32_t head; /* the counter that holds; the ring's is for the other side */
	uint32_t tail; /* the receiver's, when last looked at */
	uint32_t at;   /* where the record that was begun lies, as a counter */
	uint32_t broken;
};

struct mmnif_receiver {
	struct hermit_mmnif_ring *ring;
	const uint8_t *data;
	uint32_t size;
	uint32_t tail;   /* the counter that holds */
	uint32_t head;   /* the sender's, when last looked at */
	uint32_t record; /* bytes of the record that mmnif_receive told */
	uint32_t broken; /* times that the ring had to be made empty */
};

static inline uint32_t mmnif_record_size(uint32_t length)
{
	return ((uint32_t)sizeof(struct hermit_mmnif_frame) + length + HERMIT_MMNIF_ALIGN - 1) &
	       ~(HERMIT_MMNIF_ALIGN - 1);
}

/** The other side's counter. What is no multiple of the alignment is made one, so that a wrong value still compares. */
static inline uint32_t mmnif_counter(const uint32_t *counter)
{
	return __atomic_load_n(counter, __ATOMIC_ACQUIRE) & ~(HERMIT_MMNIF_ALIGN - 1);
}

/** `waits` was set: clear it and tell that a doorbell is due. The caller has moved its counter before. */
static inline int mmnif_wakes(uint32_t *waits)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return __atomic_load_n(waits, __ATOMIC_RELAXED) && __atomic_exchange_n(waits, 0, __ATOMIC_RELAXED);
}

/* Sending */

/** The receiver's counter is out of range: the ring counts as empty. */
static inline void mmnif_sender_reset(struct mmnif_sender *sender)
{
	sender->head = sender->tail;
	__atomic_store_n(&sender->ring->head, sender->head, __ATOMIC_RELEASE);
}

/** Take over the end, wherever whoever had it before has left it. `size` is a power of two. */
static inline void mmnif_sender_start(
	struct mmnif_sender *sender, struct hermit_mmnif_ring *ring, uint8_t *data, uint32_t size)
{
	sender->ring = ring;
	sender->data = data;
	sender->size = size;
	sender->broken = 0;
	sender->head = mmnif_counter(&ring->head);
	sender->tail = mmnif_counter(&ring->tail);
	__atomic_store_n(&ring->producer_waits, 0, __ATOMIC_RELAXED);
	if (sender->head - sender->tail > size)
		mmnif_sender_reset(sender);
	else
		__atomic_store_n(&ring->head, sender->head, __ATOMIC_RELEASE);
}

/** Bytes that a record takes at the present place, with those that it leaves free before the data's end. */
static inline uint32_t mmnif_send_needs(const struct mmnif_sender *sender, uint32_t length)
{
	uint32_t record = mmnif_record_size(length);
	uint32_t gap = sender->size - (sender->head & (sender->size - 1));

	return record <= gap ? record : gap + record;
}

/** Is there room for a frame? Looks at the ring only if the room known so far is too small. */
static inline int mmnif_send_has_room(struct mmnif_sender *sender, uint32_t length)
{
	if (sender->size - (sender->head - sender->tail) >= mmnif_send_needs(sender, length))
		return 1;
	sender->tail = mmnif_counter(&sender->ring->tail);
	if (sender->head - sender->tail > sender->size) {
		sender->broken++;
		mmnif_sender_reset(sender);
	}
	return sender->size - (sender->head - sender->tail) >= mmnif_send_needs(sender, length);
}

/** Where to write a frame of `length` bytes, at most a fourth of the ring. Null: no room. */
static inline void *mmnif_send_begin(struct mmnif_sender *sender, uint32_t length)
{
	uint32_t position;

	if (!mmnif_send_has_room(sender, length))
		return (void *)0;
	position = sender->head & (sender->size - 1);
	sender->at = sender->head;
	if (mmnif_record_size(length) > sender->size - position) {
		__atomic_store_n((uint32_t *)(sender->data + position), HERMIT_MMNIF_WRAP, __ATOMIC_RELAXED);
		sender->at += sender->size - position;
	}
	return sender->data + (sender->at & (sender->size - 1)) + sizeof(struct hermit_mmnif_frame);
}

/** The frame that was begun is written. Nonzero: the receiver sleeps, send it a doorbell. */
static inline int mmnif_send_end(struct mmnif_sender *sender, const struct hermit_mmnif_frame *frame)
{
	*(struct hermit_mmnif_frame *)(sender->data + (sender->at & (sender->size - 1))) = *frame;
	sender->head = sender->at + mmnif_record_size(frame->length);
	__atomic_store_n(&sender->ring->head, sender->head, __ATOMIC_RELEASE);
	return mmnif_wakes(&sender->ring->consumer_waits);
}

/** There was no room for a frame of `length` bytes: ask for a doorbell. Nonzero: there is room now. */
static inline int mmnif_send_wait(struct mmnif_sender *sender, uint32_t length)
{
	__atomic_store_n(&sender->ring->producer_waits, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!mmnif_send_has_room(sender, length))
		return 0;
	__atomic_store_n(&sender->ring->producer_waits, 0, __ATOMIC_RELAXED);
	return 1;
}

/* Receiving */

static inline void mmnif_receiver_start(
	struct mmnif_receiver *receiver, struct hermit_mmnif_ring *ring, const uint8_t *data, uint32_t size)
{
	receiver->ring = ring;
	receiver->data = data;
	receiver->size = size;
	receiver->broken = 0;
	receiver->record = 0;
	receiver->head = receiver->tail = mmnif_counter(&ring->head);
	__atomic_store_n(&ring->consumer_waits, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&ring->tail, receiver->tail, __ATOMIC_RELEASE);
}

/** What is in the ring makes no sense: it counts as empty. */
static inline void mmnif_receiver_reset(struct mmnif_receiver *receiver)
{
	receiver->broken++;
	receiver->head = receiver->tail = mmnif_counter(&receiver->ring->head);
	__atomic_store_n(&receiver->ring->tail, receiver->tail, __ATOMIC_RELEASE);
}

/** Is there anything? False also where the sender's counter is out of range. */
static inline int mmnif_receive_any(struct mmnif_receiver *receiver)
{
	if (receiver->head == receiver->tail) {
		receiver->head = mmnif_counter(&receiver->ring->head);
		if (receiver->head - receiver->tail > receiver->size)
			mmnif_receiver_reset(receiver);
	}
	return receiver->head != receiver->tail;
}

/** The record's head, each byte read once. */
static inline struct hermit_mmnif_frame mmnif_receive_head(const struct mmnif_receiver *receiver)
{
	const uint64_t *record = (const uint64_t *)(receiver->data + (receiver->tail & (receiver->size - 1)));
	union {
		uint64_t words[2];
		struct hermit_mmnif_frame frame;
	} head;

	head.words[0] = __atomic_load_n(&record[0], __ATOMIC_RELAXED);
	head.words[1] = __atomic_load_n(&record[1], __ATOMIC_RELAXED);
	return head.frame;
}

/** The next frame's bytes; `frame` is what stands before them. Null: none. mmnif_receive_done gives them back. */
static inline const void *mmnif_receive(struct mmnif_receiver *receiver, struct hermit_mmnif_frame *frame)
{
	uint32_t gap;

	if (!mmnif_receive_any(receiver))
		return (const void *)0;
	gap = receiver->size - (receiver->tail & (receiver->size - 1));
	*frame = mmnif_receive_head(receiver);
	if (frame->length == HERMIT_MMNIF_WRAP && gap < receiver->head - receiver->tail) {
		receiver->tail += gap;
		gap = receiver->size;
		*frame = mmnif_receive_head(receiver);
	}
	if (frame->length < HERMIT_MMNIF_FRAME_MIN || frame->length > HERMIT_MMNIF_FRAME_MAX ||
		mmnif_record_size(frame->length) > receiver->head - receiver->tail ||
		mmnif_record_size(frame->length) > gap) {
		mmnif_receiver_reset(receiver);
		return (const void *)0;
	}
	receiver->record = mmnif_record_size(frame->length);
	return receiver->data + (receiver->tail & (receiver->size - 1)) + sizeof(*frame);
}

/** After some frames, and before sleeping. Nonzero: the sender waits and has room now, send it a doorbell. */
static inline int mmnif_receive_makes_room(struct mmnif_receiver *receiver)
{
	return receiver->head - receiver->tail <= receiver->size / 2 && mmnif_wakes(&receiver->ring->producer_waits);
}

/** The frame's bytes were copied; the sender may write there. Nonzero: send it a doorbell. Looks only now and then. */
static inline int mmnif_receive_done(struct mmnif_receiver *receiver)
{
	uint32_t before = receiver->tail;

	receiver->tail += receiver->record;
	__atomic_store_n(&receiver->ring->tail, receiver->tail, __ATOMIC_RELEASE);
	return ((before ^ receiver->tail) & (receiver->size / 4)) && mmnif_receive_makes_room(receiver);
}

/** Ask for a doorbell. Nonzero: the ring is empty, the caller may sleep. Zero: no doorbell will come, look again. */
static inline int mmnif_receive_sleep(struct mmnif_receiver *receiver)
{
	__atomic_store_n(&receiver->ring->consumer_waits, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (receiver->head == receiver->tail && mmnif_counter(&receiver->ring->head) == receiver->tail)
		return 1;
	__atomic_store_n(&receiver->ring->consumer_waits, 0, __ATOMIC_RELAXED);
	return 0;
}

#endif /* HERMIT_MMNIF_RING_H */
