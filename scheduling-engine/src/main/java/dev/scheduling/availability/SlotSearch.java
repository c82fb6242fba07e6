package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.calendar.InvalidEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All times at which a meeting can be, best first, and who is in the way at any other. It looks at
 * every time of the grid in the window, none of them left out.
 *
 * <p>The score of a slot is the sum of three parts: 60 times the share of the people who can come,
 * 20 times how often it is next to what they have anyway (of the two sides of everyone), and 20 for
 * the first start of the window down to 0 for the last. Equal ones are in order of time.
 *
 * <p>Immutable and thread-safe.
 */
public final class SlotSearch {

  /*
   * For each attendee the starts at which they can come are a few stretches (AttendeeTimes). On the
   * grid, a stretch is a first and a last place, so an attendee costs two searches a stretch and adds
   * one at the first place and takes one away after the last; running sums then say how many can come
   * at each place. People and places are never multiplied.
   */

  /** The most blockers that are listed. */
  public static final int MOST_BLOCKERS = 100;

  private static final int FOR_ATTENDANCE = 60;
  private static final int FOR_NEIGHBOURS = 20;
  private static final int FOR_SOON = 20;

  private final SlotRequest request;
  private final long notBefore;
  private final List<AttendeeTimes> required = new ArrayList<>();
  private final List<AttendeeTimes> optional = new ArrayList<>();
  private final List<AttendeeTimes> rooms = new ArrayList<>();

  /** The places of the grid: starts in seconds since 1970, ascending. */
  private final long[] grid;

  /** How far apart they are, mostly. */
  private final long step;

  /** How many of the required and of the optional ones can come. */
  private final int[] ofRequired;

  private final int[] ofOptional;

  /** How many sides of those who can come are next to an event. */
  private final int[] neighbours;

  /** The first room that is free; -1 for none. */
  private final int[] room;

  private SlotSearch(SlotRequest request, Map<CalendarId, FreeBusy> busy, Instant now) {
    this.request = request;
    Instant notice = now.plus(request.minimumNotice());
    notBefore = notice.getEpochSecond() + (notice.getNano() > 0 ? 1 : 0);
    long first = Math.max(request.firstSecond(), notBefore);
    grid = request.grid().times(first, request.afterLastStart());
    step = request.grid().step().toSeconds();
    AttendeeTimes.Maker maker = new AttendeeTimes.Maker(request);
    neighbours = new int[grid.length];
    ofRequired = counted(request.required(), busy, maker, required);
    ofOptional = counted(request.optional(), busy, maker, optional);
    room = new int[grid.length];
    Arrays.fill(room, -1);
    for (Attendee each : request.rooms()) {
      AttendeeTimes times = maker.of(each, busy.get(each.calendar()));
      forEachRun(times, (from, to) -> take(rooms.size(), from, to));
      rooms.add(times);
    }
  }

  /**
   * Looks for times.
   *
   * @param busy of every attendee, covering {@link SlotRequest#busyWindow()}
   * @param now the present, from which the notice counts
   * @throws IllegalArgumentException if some attendee's time is missing or too short
   */
  public static SlotSearch of(SlotRequest request, Map<CalendarId, FreeBusy> busy, Instant now) {
    return new SlotSearch(request, busy, now);
  }

  private interface RunVisitor {
    /** Places of the grid, {@code to} exclusive. */
    void visit(int from, int to);
  }

  private int[] counted(
      List<Attendee> attendees,
      Map<CalendarId, FreeBusy> busy,
      AttendeeTimes.Maker maker,
      List<AttendeeTimes> into) {
    int[] changes = new int[grid.length + 1];
    for (Attendee each : attendees) {
      AttendeeTimes times = maker.of(each, busy.get(each.calendar()));
      into.add(times);
      Spans.Walk taken = times.taken().walk();
      forEachRun(
          times,
          (from, to) -> {
            changes[from]++;
            changes[to]--;
            neighbours[from] += taken.endsAt(grid[from]) ? 1 : 0;
            neighbours[to - 1] += taken.startsAt(grid[to - 1] + 1) ? 1 : 0;
          });
    }
    for (int place = 1; place < grid.length; place++) {
      changes[place] += changes[place - 1];
    }
    return changes;
  }

  private void forEachRun(AttendeeTimes times, RunVisitor visitor) {
    Spans starts = times.starts();
    int at = 0;
    for (int i = 0; i < starts.count(); i++) {
      int from = place(at, starts.start(i));
      at = place(from, starts.end(i));
      if (from < at) {
        visitor.visit(from, at);
      }
    }
  }

  /**
   * The first place at or after a time, known to be {@code least} or later. Places lie one step
   * apart but for what midnights and changes of the clock do, so the right one is close to the
   * guess.
   */
  private int place(int least, long time) {
    if (least == grid.length || time <= grid[least]) {
      return least;
    }
    int place = (int) Math.min(grid.length, least + (time - grid[least] + step - 1) / step);
    while (place < grid.length && grid[place] < time) {
      place++;
    }
    while (grid[place - 1] >= time) {
      place--;
    }
    return place;
  }

  private void take(int number, int from, int to) {
    for (int i = from; i < to; i++) {
      if (room[i] < 0) {
        room[i] = number;
      }
    }
  }

  private boolean isFree(int place) {
    return ofRequired[place] >= request.quorum() && (rooms.isEmpty() || room[place] >= 0);
  }

  /** The best slots, at most as many as the request wants. */
  public List<Slot> best() {
    long[] ranked = new long[grid.length];
    int count = 0;
    int earliest = -1;
    for (int place = 0; place < grid.length; place++) {
      if (isFree(place)) {
        earliest = earliest < 0 ? place : earliest;
        ranked[count++] = ((long) score(place) << 32) + (grid.length - place);
      }
    }
    Arrays.sort(ranked, 0, count);
    List<Slot> slots = new ArrayList<>();
    for (int i = count - 1; i >= Math.max(0, count - request.limit()); i--) {
      int place = grid.length - (int) ranked[i];
      slots.add(slot(place, place == earliest));
    }
    return slots;
  }

  /** How many times of the grid there are at which the meeting can be. */
  public int freeCount() {
    int count = 0;
    for (int place = 0; place < grid.length; place++) {
      count += isFree(place) ? 1 : 0;
    }
    return count;
  }

  /** The times at which the meeting can start, in seconds since 1970, ascending. */
  long[] freeStarts() {
    long[] starts = new long[grid.length];
    int count = 0;
    for (int place = 0; place < grid.length; place++) {
      if (isFree(place)) {
        starts[count++] = grid[place];
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private int score(int place) {
    int invited = required.size() + optional.size();
    int coming = ofRequired[place] + ofOptional[place];
    long window = grid[grid.length - 1] - grid[0];
    long left = grid[grid.length - 1] - grid[place];
    return FOR_ATTENDANCE * coming / invited
        + FOR_NEIGHBOURS * neighbours[place] / (2 * coming)
        + (int) (window == 0 ? FOR_SOON : FOR_SOON * left / window);
  }

  private Slot slot(int place, boolean isEarliest) {
    List<Slot.Reason> reasons = new ArrayList<>();
    if (ofRequired[place] == required.size() && ofOptional[place] == optional.size()) {
      reasons.add(Slot.Reason.EVERYONE);
    }
    if (isEarliest) {
      reasons.add(Slot.Reason.EARLIEST);
    }
    if (neighbours[place] > 0) {
      reasons.add(Slot.Reason.BACK_TO_BACK);
    }
    if (rooms.size() > 1 && room[place] == 0) {
      reasons.add(Slot.Reason.PREFERRED_ROOM);
    }
    List<Blocker> absent = new ArrayList<>();
    addAbsent(required, grid[place], required.size() - ofRequired[place], absent);
    addAbsent(optional, grid[place], optional.size() - ofOptional[place], absent);
    return new Slot(
        FreeBusy.range(grid[place], grid[place] + request.duration().toSeconds()),
        score(place),
        reasons,
        rooms.isEmpty() ? null : rooms.get(room[place]).attendee().calendar(),
        absent);
  }

  /**
   * Adds those who cannot come, of whom it is known how many there are, as far as the list goes.
   */
  private static void addAbsent(List<AttendeeTimes> of, long start, int count, List<Blocker> into) {
    int left = Math.min(count, MOST_BLOCKERS - into.size());
    for (int i = 0; i < of.size() && left > 0; i++) {
      if (!of.get(i).starts().contains(start)) {
        Blocker blocker = of.get(i).blocker(start);
        if (blocker != null) {
          into.add(blocker);
          left--;
        }
      }
    }
  }

  /**
   * Whether the meeting can start at one time, be it on the grid or not, and who is in its way.
   *
   * @param start so that the meeting lies in the window; cut to the second
   * @throws InvalidEventException if it does not
   */
  public SlotCheck check(Instant start) {
    long second = start.getEpochSecond();
    if (second < request.firstSecond() || second >= request.afterLastStart()) {
      throw new InvalidEventException(
          "check", "the meeting from " + start + " does not lie in the window");
    }
    List<Blocker> blockers = new ArrayList<>();
    int missing = addBlockers(required, second, blockers);
    addBlockers(optional, second, blockers);
    boolean hasRoom = rooms.isEmpty() || addBlockers(rooms, second, blockers) < rooms.size();
    boolean isTooSoon = second < notBefore;
    return new SlotCheck(
        FreeBusy.range(second, second + request.duration().toSeconds()),
        !isTooSoon && hasRoom && required.size() - missing >= request.quorum(),
        isTooSoon,
        blockers);
  }

  /** Adds those who cannot come, as far as the list goes, and says how many there are. */
  private static int addBlockers(List<AttendeeTimes> of, long start, List<Blocker> into) {
    int count = 0;
    for (AttendeeTimes each : of) {
      if (each.starts().contains(start)) {
        continue;
      }
      count++;
      Blocker blocker = into.size() < MOST_BLOCKERS ? each.blocker(start) : null;
      if (blocker != null) {
        into.add(blocker);
      }
    }
    return count;
  }
}
