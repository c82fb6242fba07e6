package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.CalendarStoreContract;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcCalendarStoreIT extends CalendarStoreContract {

  @Parameter TestDatabase database;

  private final CalendarStore store = new JdbcCalendarStore();
  private Transactions transactions;

  @BeforeEach
  void open() {
    transactions = JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected CalendarStore store() {
    return store;
  }

  @Test
  void calendarThatIsLockedElsewhereIsNotWaitedFor() {
    Calendar taken = given();
    Calendar free = given();
    SortedSet<CalendarId> both = new TreeSet<>(List.of(taken.id(), free.id()));
    Set<CalendarId> locked =
        transactions.inTransaction(
            outer -> {
              store.lock(outer, new TreeSet<>(List.of(taken.id())));
              return transactions.inTransaction(
                  tx -> Set.copyOf(store.lockIfFree(tx, both).keySet()));
            });
    assertEquals(Set.of(free.id()), locked);
    assertEquals(
        both, transactions.inTransaction(tx -> Set.copyOf(store.lockIfFree(tx, both).keySet())));
  }

  private Calendar given() {
    Calendar calendar = Calendar.of(OwnerId.random(), "Room", BERLIN);
    return transactions.inTransaction(
        tx -> {
          store.insertCalendar(tx, calendar);
          return calendar;
        });
  }
}
