package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.ics.IcsContent;
import dev.scheduling.ics.IcsReader;
import dev.scheduling.ics.IcsWarning;
import dev.scheduling.ics.IcsWriter;
import dev.scheduling.ics.SkippedComponent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Calendars as iCalendar files. Thread-safe. */
public final class CalendarFiles {

  /** The most warnings that one import answers with; the rest are counted in a last one. */
  public static final int MOST_WARNINGS = 1_000;

  private static final int PAGE = 200;

  private final Transactions transactions;
  private final CalendarStore store;
  private final CalendarIndexes indexes;
  private final BookingDesk desk;

  CalendarFiles(
      Transactions transactions, CalendarStore store, CalendarIndexes indexes, BookingDesk desk) {
    this.transactions = transactions;
    this.store = store;
    this.indexes = indexes;
    this.desk = desk;
  }

  /**
   * What an import did. Immutable and thread-safe.
   *
   * @param imported how many events are new
   * @param updated how many events were in the calendar already, by their UID, and are now as the
   *     file has them
   * @param skipped each component that was not imported, with the reason
   * @param warnings what was read in another way than it was written, and what overlaps
   */
  public record ImportReport(
      int imported, int updated, List<SkippedComponent> skipped, List<IcsWarning> warnings) {

    public ImportReport {
      skipped = List.copyOf(skipped);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Puts the events of a file into a calendar, all of them or, if the store fails, none. An event
   * that overlaps another is imported all the same, with a warning: a file tells what is, and
   * leaving out half of somebody's year would be worse than a conflict that is shown. An event that
   * is in several calendars at once is left as it is, with a warning.
   *
   * @throws NotFoundException if there is no such calendar
   * @throws dev.scheduling.ics.IcsTooLargeException if the file exceeds a limit
   * @throws dev.scheduling.ics.InvalidIcsException if it is no iCalendar file or breaks off
   */
  public ImportReport importFile(CalendarId id, byte[] file) {
    Calendar target =
        transactions
            .inTransaction(tx -> store.calendar(tx, id))
            .orElseThrow(() -> new NotFoundException("calendar", id));
    IcsContent content = IcsReader.standard().read(file, target);
    indexes.warm(id);
    return transactions.inTransaction(tx -> put(tx, id, content));
  }

  private ImportReport put(Transaction tx, CalendarId id, IcsContent content) {
    LockedCalendars locked = desk.lock(tx, List.of(id), null);
    Ledger ledger = desk.ledger(tx, locked);
    boolean looks = locked.get(id).conflictPolicy() != ConflictPolicy.ALLOW;
    List<IcsWarning> warnings = new ArrayList<>(content.warnings());
    int imported = 0;
    int updated = 0;
    for (Event read : content.events()) {
      Event now = store.eventByIcalUid(tx, id, read.icalUid()).orElse(null);
      if (now != null && !now.alsoIn().isEmpty()) {
        warnings.add(
            new IcsWarning(
                read.icalUid(), "is in several calendars at once and was left as it is"));
        continue;
      }
      Event event = now == null ? read : read.toBuilder().id(now.id()).build();
      if (looks) {
        // Checked against the calendar as it was: the events of one file are not held against each
        // other, since somebody has lived with them so far.
        warn(event, locked.check(id, event, null), warnings);
      }
      ledger.putUntold(now, event);
      ledger.write();
      imported += now == null ? 1 : 0;
      updated += now == null ? 0 : 1;
    }
    if (imported + updated > 0) {
      desk.tellOfImport(tx, locked.get(id), imported, updated, ledger.revision(id));
    }
    return new ImportReport(imported, updated, content.skipped(), capped(warnings));
  }

  private static void warn(Event event, ConflictReport report, List<IcsWarning> warnings) {
    if (!report.isClear()) {
      warnings.add(
          new IcsWarning(
              event.icalUid(),
              "overlaps "
                  + report.count()
                  + (report.count() == ConflictReport.MOST_COUNTED ? " or more" : "")
                  + " others, first \""
                  + report.conflicts().get(0).existing().title()
                  + "\" at "
                  + report.conflicts().get(0).overlap().start()));
    }
  }

  private static List<IcsWarning> capped(List<IcsWarning> warnings) {
    if (warnings.size() <= MOST_WARNINGS) {
      return warnings;
    }
    List<IcsWarning> first = new ArrayList<>(warnings.subList(0, MOST_WARNINGS));
    first.add(new IcsWarning(null, (warnings.size() - MOST_WARNINGS) + " more warnings"));
    return first;
  }

  /**
   * Writes a calendar with all its events in UTF-8, a page at a time, so that any number of them
   * takes the same memory. The stream is flushed and left open. What is booked meanwhile may be in
   * it or not.
   *
   * @throws IOException if the stream does
   * @throws NotFoundException if there is no such calendar
   */
  public void exportTo(CalendarId id, OutputStream out) throws IOException {
    Calendar calendar =
        transactions
            .inTransaction(tx -> store.calendar(tx, id))
            .orElseThrow(() -> new NotFoundException("calendar", id));
    // Each page is read in a transaction of its own, so that a slow reader holds none open.
    IcsWriter.standard().write(calendar, () -> new EventPages(id), out);
  }

  /** All events of a calendar, of which one page is held at a time. */
  private final class EventPages implements Iterator<Event> {

    private final CalendarId calendar;
    private List<Event> page;
    private int at;

    EventPages(CalendarId calendar) {
      this.calendar = calendar;
      this.page = read(EventFilter.all(PAGE));
    }

    private List<Event> read(EventFilter filter) {
      return transactions.inTransaction(tx -> store.events(tx, calendar, filter));
    }

    @Override
    public boolean hasNext() {
      if (at == PAGE) {
        page = read(EventFilter.all(PAGE).after(page.get(at - 1).id()));
        at = 0;
      }
      return at < page.size();
    }

    @Override
    public Event next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(at++);
    }
  }
}
