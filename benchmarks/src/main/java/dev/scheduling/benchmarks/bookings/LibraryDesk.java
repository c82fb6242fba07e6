package dev.scheduling.benchmarks.bookings;

import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.jdbc.JdbcStores;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The library, as an application uses it: with its change log, its outbox and its suggestions. */
final class LibraryDesk implements Desk {

  static final ZonedDateTime FIRST = ZonedDateTime.of(2040, 1, 2, 0, 0, 0, 0, ZoneOffset.UTC);

  private final SchedulingEngine engine;
  private final List<Calendar> calendars;

  LibraryDesk(DataSource dataSource, int calendars) {
    engine = SchedulingEngine.builder().stores(JdbcStores.on(dataSource)).build();
    this.calendars =
        Stream.generate(() -> Calendar.of(OwnerId.random(), "Room", ZoneOffset.UTC))
            .limit(calendars)
            .map(engine.calendars()::create)
            .toList();
  }

  @Override
  public boolean book(int calendar, int hour, boolean weekly) {
    Event.Builder meeting =
        Event.builder(calendars.get(calendar), "Meeting")
            .starts(FIRST.plusHours(hour))
            .lasts(Duration.ofHours(1));
    if (weekly) {
      meeting.recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=52");
    }
    return engine.book(meeting.build()) instanceof BookingResult.Booked;
  }

  @Override
  public long repeated() {
    return 0;
  }
}
