package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/*
 * The window is given in seconds, since the cursor is: like the peers' own types for it, they are made beforehand. Those
 * of a floating series are seconds of the local time, those of a zoned one of the instant.
 */
/** A task for our cursor, which hands out seconds. */
final class CursorQuery extends Query {

  private final String text;
  private final LocalDateTime start;
  private final @Nullable ZoneId zone;
  private final boolean window;
  private final long from;
  private final long to;
  private final int limit;
  private RecurrenceSet set;

  CursorQuery(Task task) {
    text = task.rule();
    start = task.start();
    zone = task.zone();
    window = task.isWindow();
    from = task.from().atZone(task.zoneOrUtc()).toEpochSecond();
    to = task.to().atZone(task.zoneOrUtc()).toEpochSecond();
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
      OccurrenceCursor cursor = window ? set.cursor(from, to) : set.cursor();
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
