package dev.scheduling.benchmarks.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneId;
import net.fortuna.ical4j.model.Recur;
import org.jspecify.annotations.Nullable;

/*
 * ical4j's best settings.
 *
 * getDatesAsStream rather than getDates: the latter collects the same stream into a list and sorts it again. The
 * window's end is inclusive there, so it is a second earlier. The number of occurrences is passed as the count, which
 * ends the stream early. The rule is always expanded in local time, and where the series has a zone each occurrence is
 * placed in it afterwards: with a ZonedDateTime the offset would be resolved at every step, which takes twice as long.
 * Nothing else can be set that would make it faster: "net.fortuna.ical4j.recur.maxincrementcount" only decides when it
 * gives up, and the debug log is off.
 */
/** A task for ical4j. */
final class Ical4jQuery extends Query {

  private final String text;
  private final LocalDateTime start;
  private final @Nullable ZoneId zone;
  private final LocalDateTime from;
  private final LocalDateTime lastSecond;
  private final int limit;
  private Recur<LocalDateTime> recur;

  Ical4jQuery(Task task) {
    text = task.rule();
    start = task.start();
    zone = task.zone();
    from = task.from();
    lastSecond = task.to().minusSeconds(1);
    limit = task.limit() == Integer.MAX_VALUE ? -1 : task.limit();
    recur = new Recur<>(text);
  }

  @Override
  void compile() {
    recur = new Recur<>(text);
  }

  @Override
  void answer(Sink sink) {
    answer(sink, from, limit);
  }

  @Override
  void answerFirst(Sink sink) {
    answer(sink, start, 1);
  }

  private void answer(Sink sink, LocalDateTime since, int most) {
    ZoneId place = zone;
    var times = recur.getDatesAsStream(start, since, lastSecond, most);
    if (place == null) {
      times.forEach(sink::acceptTime);
    } else {
      times.forEach(time -> sink.acceptTime(time.atZone(place)));
    }
  }

  @Override
  Object compiled() {
    return recur;
  }
}
