package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.recurrence.Occurrences;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A task for our view of java.time values: local times where the series floats, else instants. */
final class ViewQuery extends Query {

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

  ViewQuery(Task task) {
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
    Occurrences all = set.occurrences();
    if (zone == null) {
      answer(sink, (window ? all.between(from, to) : all).localDateTimes());
    } else {
      answer(sink, (window ? all.between(fromInstant, toInstant) : all).instants());
    }
  }

  private void answer(Sink sink, Iterable<?> view) {
    int n = 0;
    for (Object time : view) {
      sink.acceptTime(time);
      if (++n == limit) {
        return;
      }
    }
  }

  @Override
  void answerFirst(Sink sink) {
    Occurrences all = set.occurrences();
    sink.acceptTime((zone == null ? all.localDateTimes() : all.instants()).iterator().next());
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
