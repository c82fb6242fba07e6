package dev.scheduling.benchmarks.recurrence;

import java.time.temporal.Temporal;
import net.fortuna.ical4j.model.Recur;

/*
 * ical4j's best settings.
 *
 * getDatesAsStream rather than getDates: the latter collects the same stream into a list and sorts it again. The
 * window's end is inclusive there, so it is a second earlier. The number of occurrences is passed as the count, which
 * ends the stream early. Times are LocalDateTime where the series floats: a ZonedDateTime resolves its offset at every
 * step. Nothing else can be set that would make it faster: "net.fortuna.ical4j.recur.maxincrementcount" only decides
 * when it gives up, and the debug log is off.
 */
/** A task for ical4j. */
final class Ical4jQuery extends Query {

  private final String text;
  private final Temporal start;
  private final Temporal from;
  private final Temporal lastSecond;
  private final int limit;
  private Recur<Temporal> recur;

  Ical4jQuery(Task task) {
    text = task.rule();
    boolean floating = task.zone() == null;
    start = floating ? task.start() : task.start().atZone(task.zoneOrUtc());
    from = floating ? task.from() : task.from().atZone(task.zoneOrUtc());
    var last = task.to().minusSeconds(1);
    lastSecond = floating ? last : last.atZone(task.zoneOrUtc());
    limit = task.limit() == Integer.MAX_VALUE ? -1 : task.limit();
    recur = new Recur<>(text);
  }

  @Override
  void compile() {
    recur = new Recur<>(text);
  }

  @Override
  void answer(Sink sink) {
    recur.getDatesAsStream(start, from, lastSecond, limit).forEach(sink::acceptTime);
  }

  @Override
  void answerFirst(Sink sink) {
    recur.getDatesAsStream(start, start, lastSecond, 1).forEach(sink::acceptTime);
  }

  @Override
  Object compiled() {
    return recur;
  }
}
