package dev.scheduling.benchmarks.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.TimeZone;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/*
 * lib-recur's best settings.
 *
 * RecurrenceRule.iterator and nextMillis: they make no object for an occurrence, which next and the newer RecurrenceSet
 * (OfRule, Within) do. fastForward before the first nextMillis, so that what lies before the window is stepped over in
 * the packed form without being converted. A floating series has no time zone, which spares the conversion through
 * java.util.Calendar.
 */
/** A task for lib-recur. */
final class LibRecurQuery extends Query {

  private final String text;
  private final DateTime start;
  private final @Nullable DateTime from;
  private final long toMillis;
  private final int limit;
  private RecurrenceRule rule;

  LibRecurQuery(Task task) {
    text = task.rule();
    start = time(task.start(), task.zone());
    from = task.isWindow() ? time(task.from(), task.zone()) : null;
    toMillis = task.to().atZone(task.zoneOrUtc()).toInstant().toEpochMilli();
    limit = task.limit();
    rule = parsed(text);
  }

  @Override
  void compile() {
    rule = parsed(text);
  }

  @Override
  void answer(Sink sink) {
    RecurrenceRuleIterator iterator = rule.iterator(start);
    if (from != null) {
      iterator.fastForward(from);
    }
    for (int n = 0; n < limit && iterator.hasNext(); n++) {
      long millis = iterator.nextMillis();
      if (millis >= toMillis) {
        return;
      }
      sink.acceptMillis(millis);
    }
  }

  @Override
  void answerFirst(Sink sink) {
    sink.acceptMillis(rule.iterator(start).nextMillis());
  }

  @Override
  Object compiled() {
    return rule;
  }

  private static DateTime time(LocalDateTime time, @Nullable ZoneId zone) {
    return new DateTime(
        zone == null ? null : TimeZone.getTimeZone(zone),
        time.getYear(),
        // Months count from zero here.
        time.getMonthValue() - 1,
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond());
  }

  private static RecurrenceRule parsed(String text) {
    try {
      return new RecurrenceRule(text);
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException("lib-recur refuses " + text, e);
    }
  }
}
