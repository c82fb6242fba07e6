package dev.scheduling.faults;

import java.util.EnumSet;
import java.util.Set;

/** What the nemesis does. */
enum Fault {
  KILL_RELAY(Target.RELAYS),
  DIE_AFTER_CLAIM(Target.RELAYS),
  DIE_AFTER_SEND(Target.RELAYS),
  DIE_BETWEEN_ACK_AND_DELETE(Target.RELAYS),
  DIE_INSIDE_COMPLETION(Target.RELAYS),
  DIE_AT_DEAD_LETTER_INSERT(Target.RELAYS),
  PAUSE_RELAY_BEYOND_LEASE(Target.RELAYS),
  KILL_CONSUMER(Target.CONSUMERS),
  PAUSE_CONSUMER_BEYOND_SESSION(Target.CONSUMERS),
  DIE_BETWEEN_EFFECT_AND_OFFSET_COMMIT(Target.CONSUMERS),
  KILL_WRITER(Target.WRITER),
  JUMP_CLOCK(Target.CLOCKS),
  CUT_DATABASE(Target.DATABASE),
  CUT_A_REPLY_OF_THE_DATABASE(Target.DATABASE),
  BLACK_HOLE_BEFORE_DATABASE(Target.DATABASE),
  END_DATABASE_SESSIONS(Target.DATABASE),
  CRASH_DATABASE(Target.DATABASE),
  CUT_BROKER(Target.BROKER),
  BLACK_HOLE_BEFORE_BROKER(Target.BROKER),
  KILL_BROKER(Target.BROKER),
  RESTART_BROKER(Target.BROKER);

  private final Target target;

  Fault(Target target) {
    this.target = target;
  }

  Target target() {
    return target;
  }

  /** Those that need neither a broker nor the processes of one particular database. */
  static Set<Fault> without(boolean kafka, boolean postgresql) {
    Set<Fault> faults = EnumSet.allOf(Fault.class);
    if (!kafka) {
      faults.removeIf(fault -> fault.target == Target.CONSUMERS || fault.target == Target.BROKER);
    }
    if (!postgresql) {
      faults.remove(CRASH_DATABASE);
    }
    return faults;
  }
}
