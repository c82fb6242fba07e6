package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of a zone beside what java.time answers, for every zone that java.time knows. */
class ZoneTableTest {

  private static final long FIRST = SetFrame.epochSecond(LocalDateTime.of(1, 1, 1, 0, 0));

  private final Random random = new Random(20_261_122);

  @Test
  void everyZoneHasTheOffsetsOfJavaTimeAtRandomInstants() {
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      ZoneTable table = ZoneTable.of(zone);
      for (int i = 0; i < 300; i++) {
        compareAt(zone, table, random(FIRST, Expander.LAST_SECOND));
        compareAt(zone, table, random(-5_000_000_000L, 7_000_000_000L));
      }
    }
  }

  @Test
  void everyZoneHasTheOffsetsOfJavaTimeAroundItsChanges() {
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      ZoneTable table = ZoneTable.of(zone);
      for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
        compareAround(zone, table, change);
      }
      ZoneRules rules = zone.getRules();
      for (int i = 0; i < 20 && !rules.getTransitionRules().isEmpty(); i++) {
        // 300, 700 and 1,100 years from 2037 on are beyond the listed changes of every zone.
        long at = random(2_200_000_000L, Expander.LAST_SECOND - 400L * Expander.DAY);
        compareAround(zone, table, rules.nextTransition(Instant.ofEpochSecond(at)));
      }
    }
  }

  @Test
  void aZoneIsTabulatedOnce() {
    assertSame(ZoneTable.of(ZoneId.of("Asia/Seoul")), ZoneTable.of(ZoneId.of("Asia/Seoul")));
  }

  private long random(long from, long to) {
    return from + (long) (random.nextDouble() * (to - from));
  }

  private void compareAround(ZoneId zone, ZoneTable table, ZoneOffsetTransition change) {
    long at = change.toEpochSecond();
    for (long around :
        new long[] {-1, 0, 1, -3_600, 3_600, -86_400, 86_400, random(-90_000, 90_000)}) {
      compareAt(zone, table, at + around);
      compareAt(zone, table, at + around + change.getOffsetBefore().getTotalSeconds());
      compareAt(zone, table, at + around + change.getOffsetAfter().getTotalSeconds());
    }
  }

  /** Once as an instant and once as a local time, each on a clock of its own. */
  private static void compareAt(ZoneId zone, ZoneTable table, long second) {
    ZoneRules rules = zone.getRules();
    Instant instant = Instant.ofEpochSecond(second);
    long offset = rules.getOffset(instant).getTotalSeconds();
    assertEquals(
        second + offset,
        new ZoneClock(table, false).localOf(second),
        () -> zone + " at the instant " + instant);

    LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    ZoneClock clock = new ZoneClock(table, false);
    assertEquals(
        local.atZone(zone).toEpochSecond(),
        clock.epochOf(second),
        () -> zone + " at the local time " + local);
    ZoneOffsetTransition change = rules.getTransition(local);
    boolean gap = change != null && change.isGap();
    assertEquals(
        gap ? change.getDuration().toSeconds() : 0,
        clock.gap,
        () -> zone + " at the local time " + local);
    assertEquals(
        local.toLocalDate().atStartOfDay(zone).toEpochSecond(),
        new ZoneClock(table, true).epochOf(SetFrame.epochSecond(local.toLocalDate())),
        () -> zone + " at the start of " + local.toLocalDate());
  }
}
