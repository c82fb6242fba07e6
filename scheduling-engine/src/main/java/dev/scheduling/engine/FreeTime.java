package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transactions;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.RepeatingSlot;
import dev.scheduling.availability.RepeatingSlotSearch;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.conflict.CalendarView;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * When people can meet. It locks nothing, so an answer is as old as it is: whoever books a slot may
 * still be refused. Thread-safe.
 */
public final class FreeTime {

  private final Transactions transactions;
  private final CalendarIndexes indexes;
  private final InstantSource clock;

  FreeTime(Transactions transactions, CalendarIndexes indexes, InstantSource clock) {
    this.transactions = transactions;
    this.indexes = indexes;
    this.clock = clock;
  }

  /**
   * When calendars are busy.
   *
   * @param calendars at most {@value SlotRequest#MOST_ATTENDEES}, each once
   * @param window longer than no time, at most {@link SlotRequest#LONGEST_WINDOW}
   * @return by calendar, in the order asked
   * @throws NotFoundException if one of them does not exist
   * @throws InvalidEventException if there are too many or the window is too long
   */
  public Map<CalendarId, FreeBusy> freeBusy(Collection<CalendarId> calendars, TimeRange window) {
    if (calendars.isEmpty() || calendars.size() > SlotRequest.MOST_ATTENDEES) {
      throw new InvalidEventException(
          "calendarIds",
          "calendarIds must name 1 to "
              + SlotRequest.MOST_ATTENDEES
              + " calendars, but names "
              + calendars.size());
    }
    TimeRange checked = SlotRequest.checkedWindow(window.start(), window.end());
    return read(calendars, view -> FreeBusy.of(view, checked));
  }

  /**
   * When a meeting can be.
   *
   * @throws NotFoundException if a calendar does not exist
   * @throws InvalidEventException if a calendar is busy more often than can be read
   */
  public SlotSearch slots(SlotRequest request) {
    TimeRange window = request.busyWindow();
    Map<CalendarId, FreeBusy> busy =
        read(request.attendees().keySet(), view -> FreeBusy.of(view, window));
    return SlotSearch.of(request, busy, clock.instant());
  }

  /**
   * The first time of the week that stays free; see {@link RepeatingSlotSearch#first}.
   *
   * @param occurrences how many weeks, or 0 for ever
   * @throws NotFoundException if a calendar does not exist
   */
  public Optional<RepeatingSlot> firstWeekly(SlotRequest request, int occurrences) {
    Map<CalendarId, CalendarView> calendars =
        read(request.attendees().keySet(), Function.identity());
    return RepeatingSlotSearch.first(request, occurrences, calendars, clock.instant());
  }

  private <T> Map<CalendarId, T> read(
      Collection<CalendarId> calendars, Function<CalendarView, T> reader) {
    calendars.forEach(indexes::warm);
    return transactions.inTransaction(
        tx -> {
          Map<CalendarId, T> all = new LinkedHashMap<>();
          for (CalendarId id : calendars) {
            CalendarView view =
                indexes
                    .unlockedView(tx, id)
                    .orElseThrow(() -> new NotFoundException("calendar", id));
            all.put(id, reader.apply(view));
          }
          return all;
        });
  }
}
