package dev.scheduling.benchmarks.recurrence;

import biweekly.ICalDataType;
import biweekly.ICalVersion;
import biweekly.io.ParseContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.parameter.ICalParameters;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import biweekly.util.com.google.ical.compat.javautil.DateIteratorFactory;
import biweekly.util.com.google.ical.iter.RecurrenceIterator;
import biweekly.util.com.google.ical.iter.RecurrenceIteratorFactory;
import biweekly.util.com.google.ical.util.TimeUtils;
import biweekly.util.com.google.ical.values.DateTimeValueImpl;
import biweekly.util.com.google.ical.values.DateValue;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.TimeZone;

/*
 * biweekly's best settings.
 *
 * A floating series is iterated by the RecurrenceIterator of year, month, day, hour, minute and second: the usual
 * DateIterator wraps it and turns every occurrence into a java.util.Date by way of a Calendar. Its zone is the UTC of
 * TimeUtils, for which conversions are skipped. Where instants are asked for, the DateIterator is the way to them.
 * advanceTo skips whole years and months. The parser is used alone, without the calendar file around it.
 */
/** A task for biweekly. */
@SuppressWarnings("JavaUtilDate") // The API of biweekly.
final class BiweeklyQuery extends Query {

  private final RecurrenceRuleScribe scribe = new RecurrenceRuleScribe();
  private final String text;
  private final DateValue start;
  private final TimeZone zone;
  private final boolean floating;
  private final boolean window;
  private final DateValue from;
  private final DateValue to;
  private final Date fromDate;
  private final Date toDate;
  private final int limit;
  private Recurrence recurrence;

  BiweeklyQuery(Task task) {
    text = task.rule();
    floating = task.zone() == null;
    zone = floating ? TimeUtils.utcTimezone() : TimeZone.getTimeZone(task.zoneOrUtc());
    start = value(task.start());
    window = task.isWindow();
    from = value(task.from());
    to = value(task.to());
    fromDate = Date.from(task.from().atZone(task.zoneOrUtc()).toInstant());
    toDate = Date.from(task.to().atZone(task.zoneOrUtc()).toInstant());
    limit = task.limit();
    recurrence = parsed();
  }

  @Override
  void compile() {
    recurrence = parsed();
  }

  @Override
  void answer(Sink sink) {
    RecurrenceIterator iterator = iterator();
    if (!floating) {
      answerInInstants(DateIteratorFactory.createDateIterator(iterator), sink);
      return;
    }
    if (window) {
      iterator.advanceTo(from);
    }
    for (int n = 0; n < limit && iterator.hasNext(); n++) {
      DateValue occurrence = iterator.next();
      if (occurrence.compareTo(to) >= 0) {
        return;
      }
      sink.acceptTime(occurrence);
    }
  }

  private void answerInInstants(DateIterator iterator, Sink sink) {
    if (window) {
      iterator.advanceTo(fromDate);
    }
    for (int n = 0; n < limit && iterator.hasNext(); n++) {
      Date occurrence = iterator.next();
      if (occurrence.compareTo(toDate) >= 0) {
        return;
      }
      sink.acceptTime(occurrence);
    }
  }

  @Override
  void answerFirst(Sink sink) {
    RecurrenceIterator iterator = iterator();
    if (floating) {
      sink.acceptTime(iterator.next());
    } else {
      sink.acceptTime(DateIteratorFactory.createDateIterator(iterator).next());
    }
  }

  @Override
  Object compiled() {
    return recurrence;
  }

  private RecurrenceIterator iterator() {
    return RecurrenceIteratorFactory.createRecurrenceIterator(recurrence, start, zone);
  }

  private Recurrence parsed() {
    var context = new ParseContext();
    context.setVersion(ICalVersion.V2_0);
    return scribe.parseText(text, ICalDataType.RECUR, new ICalParameters(), context).getValue();
  }

  private static DateValue value(LocalDateTime time) {
    return new DateTimeValueImpl(
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond());
  }
}
