package dev.scheduling.faults;

import java.util.EnumSet;
import java.util.Set;

/** What the nemesis does. */
enum Fault {
  KILL_RELAY,
  KILL_WRITER,
  DIE_AFTER_CLAIM,
  DIE_AFTER_SEND,
  DIE_BETWEEN_ACK_AND_DELETE,
  DIE_INSIDE_COMPLETION,
  DIE_AT_DEAD_LETTER_INSERT,
  PAUSE_RELAY_BEYOND_LEASE,
  CUT_DATABASE,
  CUT_A_REPLY_OF_THE_DATABASE,
  BLACK_HOLE_BEFORE_DATABASE,
  END_DATABASE_SESSIONS,
  CRASH_DATABASE,
  JUMP_CLOCK,
  KILL_CONSUMER,
  PAUSE_CONSUMER,
  DIE_BETWEEN_EFFECT_AND_OFFSET_COMMIT,
  CUT_BROKER,
  BLACK_HOLE_BEFORE_BROKER,
  KILL_BROKER,
  RESTART_BROKER;

  private static final Set<Fault> OF_KAFKA = EnumSet.range(KILL_CONSUMER, RESTART_BROKER);

  /** Those that need neither a broker nor the processes of one particular database. */
  static Set<Fault> without(boolean kafka, boolean postgresql) {
    Set<Fault> faults = EnumSet.allOf(Fault.class);
    if (!kafka) {
      faults.removeAll(OF_KAFKA);
    }
    if (!postgresql) {
      faults.remove(CRASH_DATABASE);
    }
    return faults;
  }

  /** Whether messages can be on their way when it strikes, and so be sent again. */
  boolean mayRepeat() {
    return this != JUMP_CLOCK && this != KILL_WRITER;
  }
}
