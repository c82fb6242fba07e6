package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A task for our cursor, which hands out seconds. */
final class CursorQuery extends Query {

  private final String text;
  private final LocalDateTime start;
  private final @Nullable ZoneId zone;
  private final boolean window;
  private final LocalDateTime from;
  private final LocalDateTime to;
  private final Instant fromInstant;
  private final Instant toInstant;
  private final int limit;
  private RecurrenceSet set;

  CursorQuery(Task task) {
    text = task.rule();
    start = task.start();
    zone = task.zone();
    window = task.isWindow();
    from = task.from();
    to = task.to();
    fromInstant = from.atZone(task.zoneOrUtc()).toInstant();
    toInstant = to.atZone(task.zoneOrUtc()).toInstant();
    limit = task.limit();
    set = made();
  }

  @Override
  void compile() {
    set = made();
  }

  @Override
  void answer(Sink sink) {
    if (zone == null) {
      OccurrenceCursor cursor = window ? set.cursorOfLocal(from, to) : set.cursor();
      for (int n = 0; n < limit && cursor.next(); n++) {
        sink.acceptSeconds(cursor.localSecond());
      }
    } else {
      OccurrenceCursor cursor = window ? set.cursor(fromInstant, toInstant) : set.cursor();
      for (int n = 0; n < limit && cursor.next(); n++) {
        sink.acceptSeconds(cursor.epochSecond());
      }
    }
  }

  @Override
  void answerFirst(Sink sink) {
    OccurrenceCursor cursor = set.cursor();
    cursor.next();
    sink.acceptSeconds(zone == null ? cursor.localSecond() : cursor.epochSecond());
  }

  @Override
  Object compiled() {
    return set;
  }

  private RecurrenceSet made() {
    RecurrenceRule rule = RecurrenceRule.parse(text);
    RecurrenceSet.Builder builder =
        zone == null ? RecurrenceSet.startingAt(start) : RecurrenceSet.startingAt(start, zone);
    return builder.rule(rule).build();
  }
}
