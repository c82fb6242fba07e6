package dev.scheduling.engine;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;

/** Calendars as iCalendar files. Thread-safe. */
public final class CalendarFiles {
  CalendarFiles(
      Transactions transactions, CalendarStore store, CalendarIndexes indexes, BookingDesk desk) {}
}
