package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transactions;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.calendar.Event;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.reminder.ReminderBook;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The front door of the library: calendars, bookings and what is in them, on the stores of one
 * database. It starts no thread and opens nothing that would have to be closed. Thread-safe; one is
 * enough for a process.
 */
public final class SchedulingEngine {

  /** What the indexes of the calendars in use may take unless another limit is set: 256 MiB. */
  public static final long DEFAULT_INDEX_BYTES = 256L << 20;

  private final Stores stores;
  private final CalendarIndexes indexes;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Calendars calendars;
  private final Bookings bookings;
  private final Holds holds;
  private final Agenda agenda;
  private final CalendarFiles files;
  private final Reminders reminders;
  private final FreeTime freeTime;

  private SchedulingEngine(
      Stores stores,
      Transactions transactions,
      @Nullable CalendarQueues queues,
      CalendarIndexes indexes,
      Outbox outbox,
      InstantSource clock) {
    this.stores = stores;
    this.indexes = indexes;
    this.outbox = outbox;
    this.clock = clock;
    ReminderBook book = new ReminderBook(stores.reminders(), clock);
    BookingDesk desk =
        new BookingDesk(
            transactions,
            queues,
            stores.calendars(),
            stores.holds(),
            indexes,
            new ChangeMessages(outbox, clock),
            book,
            clock);
    this.calendars = new Calendars(transactions, stores.calendars(), indexes, desk, book);
    this.holds = new Holds(transactions, stores, indexes, desk, clock);
    this.reminders = new Reminders(transactions, stores.calendars(), stores.reminders(), clock);
    this.bookings =
        new Bookings(desk, queues == null ? null : new GroupBookings(desk, indexes), true);
    this.agenda = new Agenda(transactions, stores.calendars());
    this.files = new CalendarFiles(transactions, stores.calendars(), indexes, desk);
    this.freeTime = new FreeTime(transactions, indexes, clock);
  }

  /** A builder; the stores are the only thing that it must be given. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same engine inside a transaction that the caller has open, say {@code
   * JdbcTransactions.joining(connection)}: everything that is booked through the answer is
   * committed or rolled back by the caller. Both share what they keep in memory, and what was never
   * committed never gets there.
   *
   * <p>Before it locks a calendar that this process does not know yet, or one that is far ahead of
   * what is known, it reads the calendar in a short transaction of its own. A caller who holds
   * every connection of a small pool would then wait for ever: leave one free.
   *
   * <p>Each booking locks its calendars in the order of their ids until the caller's transaction
   * ends. The order of several bookings in one transaction is the caller's affair.
   */
  public SchedulingEngine joining(Transactions transactions) {
    return new SchedulingEngine(stores, transactions, null, indexes, outbox, clock);
  }

  /**
   * Books a new event; see {@link Bookings#book}.
   *
   * @return whether it stands in the calendar, or what stands in its way
   */
  public BookingResult book(Event event) {
    return bookings.book(event);
  }

  /**
   * When calendars are busy; see {@link FreeTime#freeBusy}.
   *
   * @return by calendar, in the order asked
   */
  public Map<CalendarId, FreeBusy> freeBusy(Collection<CalendarId> calendars, TimeRange window) {
    return freeTime.freeBusy(calendars, window);
  }

  /**
   * When a meeting can be; see {@link FreeTime#slots}.
   *
   * @return all the times, best first, and who is in the way at any other
   */
  public SlotSearch slots(SlotRequest request) {
    return freeTime.slots(request);
  }

  public FreeTime freeTime() {
    return freeTime;
  }

  public Calendars calendars() {
    return calendars;
  }

  public Bookings bookings() {
    return bookings;
  }

  public Holds holds() {
    return holds;
  }

  public Agenda agenda() {
    return agenda;
  }

  public CalendarFiles files() {
    return files;
  }

  public Reminders reminders() {
    return reminders;
  }

  /** Collects what an engine needs. Not thread-safe. */
  public static final class Builder {

    private @Nullable Stores stores;
    private @Nullable Outbox outbox;
    private InstantSource clock = InstantSource.system();
    private long indexBytes = DEFAULT_INDEX_BYTES;

    private Builder() {}

    /** Where everything is kept. */
    public Builder stores(Stores value) {
      stores = value;
      return this;
    }

    /** Where changes are told, by default the outbox of the stores without a relay to nudge. */
    public Builder outbox(Outbox value) {
      outbox = value;
      return this;
    }

    /** What tells the time, by default the system's clock. */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * What the indexes of the calendars in use may take together, by their own estimate.
     *
     * @param value at least 1 MiB
     * @throws IllegalArgumentException if it is less
     */
    public Builder indexBytes(long value) {
      if (value < 1 << 20) {
        throw new IllegalArgumentException("indexBytes must be at least 1 MiB, but is " + value);
      }
      indexBytes = value;
      return this;
    }

    /**
     * The engine.
     *
     * @throws IllegalStateException if it was given no stores
     */
    public SchedulingEngine build() {
      Stores known = stores;
      if (known == null) {
        throw new IllegalStateException("an engine needs stores(...)");
      }
      return new SchedulingEngine(
          known,
          known.transactions(),
          new CalendarQueues(),
          new CalendarIndexes(
              known.calendars(), known.holds(), known.transactions(), indexBytes, clock),
          outbox == null ? Outbox.of(known.outbox()) : outbox,
          clock);
    }
  }
}
