package dev.scheduling.availability;

import dev.scheduling.availability.Blocker.Reason;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** When one attendee can start a meeting. Immutable. */
final class AttendeeTimes {

  /*
   * Everything is brought onto one axis, the start of the meeting. An event from b to e rules out the
   * starts from b - length - after + 1 to e + before - 1; hours from b to e allow those from b to
   * e - length; a full day rules out its own seconds.
   */

  private final Attendee attendee;
  private final FreeBusy busy;
  private final long length;
  private final long before;
  private final long after;
  private final Spans open;
  private final Spans fullDays;
  private final Spans fullWeeks;

  /** The starts that events with their buffers rule out. */
  private final Spans taken;

  private final Spans starts;

  /** Works out the times of several attendees, hours that they share only once. */
  static final class Maker {
    private final SlotRequest request;
    private final long from;
    private final long to;
    private final IdentityHashMap<WorkingHours, Spans> known = new IdentityHashMap<>();

    Maker(SlotRequest request) {
      this.request = request;
      this.from = request.firstSecond();
      this.to = request.window().end().getEpochSecond();
    }

    AttendeeTimes of(Attendee attendee, @Nullable FreeBusy busy) {
      if (busy == null
          || !busy.covers(
              from - request.bufferBefore().toSeconds(), to + request.bufferAfter().toSeconds())) {
        throw new IllegalArgumentException(
            "the free/busy time of " + attendee.calendar() + " does not cover busyWindow()");
      }
      Spans open = known.computeIfAbsent(attendee.hours(), hours -> hours.open(from, to));
      return new AttendeeTimes(attendee, busy, open.minus(busy.unavailable()), request);
    }
  }

  private AttendeeTimes(Attendee attendee, FreeBusy busy, Spans open, SlotRequest request) {
    this.attendee = attendee;
    this.busy = busy;
    this.open = open;
    length = request.duration().toSeconds();
    before = request.bufferBefore().toSeconds();
    after = request.bufferAfter().toSeconds();
    long first = request.firstSecond();
    long end = request.afterLastStart();
    MeetingLimits limits = attendee.limits();
    long[] begun = limits == null ? new long[0] : busy.starts();
    fullDays = limits == null ? Spans.NONE : limits.fullDays(first, end, begun);
    fullWeeks = limits == null ? Spans.NONE : limits.fullWeeks(first, end, begun);
    taken = busy.confirmed().union(busy.tentative()).widened(length + after - 1, before);
    starts =
        open.withoutLast(length - 1)
            .intersection(Spans.of(first, end))
            .minus(taken)
            .minus(fullDays)
            .minus(fullWeeks);
  }

  Attendee attendee() {
    return attendee;
  }

  /** The starts at which the attendee can come. */
  Spans starts() {
    return starts;
  }

  /**
   * The starts that events rule out. One that ends where a meeting starts has an event that ends
   * there, buffers aside; one that starts a second after has an event that begins where it ends.
   */
  Spans taken() {
    return taken;
  }

  /** Why the attendee cannot come to a meeting from {@code start}; null if they can. */
  @Nullable Blocker blocker(long start) {
    long end = start + length;
    Blocker blocker = inTheWay(Reason.BUSY, busy.confirmed(), start, end);
    if (blocker == null) {
      blocker = inTheWay(Reason.TENTATIVE, busy.tentative(), start, end);
    }
    if (blocker == null && !open.containsAll(start, end)) {
      blocker = new Blocker(attendee.calendar(), Reason.OUTSIDE_WORKING_HOURS, null);
    }
    if (blocker == null && fullDays.contains(start)) {
      blocker = new Blocker(attendee.calendar(), Reason.DAY_LIMIT, null);
    }
    if (blocker == null && fullWeeks.contains(start)) {
      blocker = new Blocker(attendee.calendar(), Reason.WEEK_LIMIT, null);
    }
    if (blocker == null) {
      Spans all = busy.confirmed().union(busy.tentative());
      blocker = inTheWay(Reason.BUFFER, all, start - before, end + after);
    }
    return blocker;
  }

  private @Nullable Blocker inTheWay(Reason reason, Spans events, long start, long end) {
    int i = events.firstOverlap(start, end);
    return i < 0
        ? null
        : new Blocker(attendee.calendar(), reason, FreeBusy.range(events.start(i), events.end(i)));
  }
}
