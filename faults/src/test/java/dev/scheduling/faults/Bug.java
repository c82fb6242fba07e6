package dev.scheduling.faults;

/** A mistake that others made and that the checker must find. */
enum Bug {
  NONE,
  /** Reads only what has a greater number than the last that was read. */
  CURSOR_BY_ID,
  /** Removes messages before they are sent. */
  DELETE_BEFORE_SEND,
  /** Lets anybody complete, whoever has the lease. */
  NO_FENCE,
  /** Says that messages have got through before they had their effect. */
  ACK_BEFORE_EFFECT,
  /** Has effects outside the transaction of the inbox. */
  AUTO_COMMIT,
  /** Inserts dead letters after the completion was committed. */
  DEAD_LETTER_OUTSIDE
}
