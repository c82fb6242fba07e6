package dev.scheduling.faults;

/** A place in the life of a message where a process can be told to die. */
enum FaultPoint {
  /** Messages were read under a lease, and not sent. */
  AFTER_CLAIM,
  /** Messages were sent, and their fate is not known to the relay. */
  AFTER_SEND,
  /** Their fate is known, and not recorded. */
  BETWEEN_ACK_AND_DELETE,
  /** It is recorded, in a transaction that is not committed. */
  INSIDE_COMPLETION,
  /** A dead letter was inserted, in a transaction that is not committed. */
  AT_DEAD_LETTER_INSERT,
  /** The effects are committed, and the offsets are not. */
  BETWEEN_EFFECT_AND_OFFSET_COMMIT
}
