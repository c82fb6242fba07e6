package dev.scheduling.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what was committed with what came of it, by SQL and ledgers of its own: nothing here
 * calls the code under test.
 */
final class Checker {

  /*
   * Everything is compared inside the database, to which the ledgers are copied: a million messages
   * need no more memory here than ten.
   */

  private static final int MOST_EXAMPLES = 5;
  private static final int ROWS_OF_AN_INSERT = 1_000;
  private static final String POISON = "m.kind IN ('REFUSED', 'HOPELESS')";

  private final Connection database;
  private final List<String> violations = new ArrayList<>();

  private Checker(Connection database) {
    this.database = database;
  }

  /**
   * What was found.
   *
   * @param violations one line for each broken rule; none if all hold
   * @param redeliveries how often a message got through that had got through before
   * @param deadLetters how many were given up, as they were to be
   */
  record Findings(List<String> violations, long redeliveries, long deadLetters) {}

  /**
   * Checks a run that has ended.
   *
   * @param mostRedeliveries the bound that is claimed
   */
  static Findings check(Connection database, Path folder, long mostRedeliveries)
      throws SQLException, IOException {
    Checker checker = new Checker(database);
    checker.copyLedgers(folder);
    checker.operationsAreAsTheLedgerSays();
    checker.everyCommittedMessageIsSeen();
    checker.nothingOfARollbackIsSeen();
    checker.effectsHappenOnce();
    checker.orderHasNoGaps();
    checker.poisonIsDeadAndNothingElse();
    checker.nothingIsStuck();
    checker.nobodyCompletedUnderAPassedEpoch();
    long again =
        checker.number("SELECT COUNT(*) FROM fault_sight")
            - checker.number("SELECT COUNT(DISTINCT message_id) FROM fault_sight");
    if (again > mostRedeliveries) {
      checker.violations.add(
          "more was sent again than was in flight at faults: "
              + again
              + " over "
              + mostRedeliveries);
    }
    return new Findings(
        checker.violations,
        again,
        checker.number("SELECT COUNT(DISTINCT message_id) FROM scheduling_dead_letter"));
  }

  // --- the rules

  private void operationsAreAsTheLedgerSays() throws SQLException {
    none(
        "a transaction that was committed is not in the database",
        "SELECT o.op FROM fault_outcome o WHERE o.outcome = 'committed'"
            + " AND NOT EXISTS (SELECT 1 FROM fault_message m WHERE m.op = o.op)");
    none(
        "a transaction that was rolled back is in the database",
        "SELECT o.op FROM fault_outcome o WHERE o.outcome = 'rolled-back'"
            + " AND EXISTS (SELECT 1 FROM fault_message m WHERE m.op = o.op)");
  }

  private void everyCommittedMessageIsSeen() throws SQLException {
    none(
        "a committed message was not seen",
        "SELECT m.agg, m.seq FROM fault_message m WHERE NOT "
            + POISON
            + " AND NOT EXISTS (SELECT 1 FROM fault_sight s WHERE s.message_id = m.message_id)");
    none(
        "a committed message had no effect",
        "SELECT m.agg, m.seq FROM fault_message m WHERE NOT "
            + POISON
            + " AND NOT EXISTS (SELECT 1 FROM fault_effect e WHERE e.message_id = m.message_id)");
  }

  private void nothingOfARollbackIsSeen() throws SQLException {
    none(
        "a message of a transaction that was rolled back was seen",
        "SELECT s.message_id FROM fault_sight s WHERE NOT EXISTS"
            + " (SELECT 1 FROM fault_message m WHERE m.message_id = s.message_id)");
    none(
        "an effect of a transaction that was rolled back",
        "SELECT e.message_id FROM fault_effect e WHERE NOT EXISTS (SELECT 1 FROM fault_message m"
            + " WHERE m.message_id = e.message_id AND m.agg = e.agg AND m.seq = e.seq)");
  }

  private void effectsHappenOnce() throws SQLException {
    none(
        "an effect happened more than once",
        "SELECT message_id, COUNT(*) FROM fault_effect GROUP BY message_id HAVING COUNT(*) > 1");
    none(
        "an effect of a message that has none",
        "SELECT e.message_id FROM fault_effect e"
            + " JOIN fault_message m ON m.message_id = e.message_id WHERE "
            + POISON);
  }

  /**
   * Each effect comes after those of all lower numbers; that none of these is left out is said by
   * {@link #everyCommittedMessageIsSeen}, as long as the writers left no gap.
   */
  private void orderHasNoGaps() throws SQLException {
    none(
        "an effect came out of order",
        "SELECT agg, seq, earlier FROM (SELECT agg, seq,"
            + " LAG(seq) OVER (PARTITION BY agg ORDER BY first_n) AS earlier FROM"
            + " (SELECT agg, seq, MIN(n) AS first_n FROM fault_effect GROUP BY agg, seq) firsts"
            + ") ordered WHERE seq <= earlier");
    none(
        "the writers left a gap",
        "SELECT agg FROM fault_message GROUP BY agg"
            + " HAVING MIN(seq) <> 1 OR MAX(seq) <> COUNT(*)");
  }

  private void poisonIsDeadAndNothingElse() throws SQLException {
    none(
        "a poison message is no dead letter",
        "SELECT m.agg, m.seq FROM fault_message m WHERE "
            + POISON
            + " AND NOT EXISTS"
            + " (SELECT 1 FROM scheduling_dead_letter d WHERE d.message_id = m.message_id)");
    none(
        "a message was given up more than once",
        "SELECT message_id, COUNT(*) FROM scheduling_dead_letter"
            + " GROUP BY message_id HAVING COUNT(*) > 1");
    none(
        "a message was given up that is no poison",
        "SELECT d.message_id, d.cause FROM scheduling_dead_letter d WHERE NOT EXISTS"
            + " (SELECT 1 FROM fault_message m WHERE m.message_id = d.message_id AND "
            + POISON
            + ")");
    none(
        "a dead letter has the wrong cause",
        "SELECT d.message_id, d.cause FROM scheduling_dead_letter d"
            + " JOIN fault_message m ON m.message_id = d.message_id"
            + " WHERE (m.kind = 'REFUSED' AND d.cause NOT LIKE '%"
            + Kind.CAUSE_OF_REFUSED
            + "%') OR (m.kind = 'HOPELESS' AND d.cause NOT LIKE '%"
            + Kind.CAUSE_OF_HOPELESS
            + "%')");
  }

  private void nothingIsStuck() throws SQLException {
    for (String table : List.of("outbox", "outbox_retry", "outbox_parked")) {
      none("something is stuck in " + table, "SELECT message_key FROM scheduling_" + table);
    }
  }

  private void nobodyCompletedUnderAPassedEpoch() throws SQLException {
    none(
        "a completion was accepted from who had lost the lease",
        "SELECT part, claimed, actual FROM fault_completion WHERE claimed <> actual");
  }

  // --- the database

  private void copyLedgers(Path folder) throws SQLException, IOException {
    try (var statement = database.createStatement()) {
      statement.execute("CREATE TABLE fault_outcome (outcome varchar(20), op varchar(50))");
      statement.execute("CREATE TABLE fault_sight (message_id varchar(80))");
    }
    Path operations = folder.resolve("operations.ledger");
    if (Files.exists(operations)) {
      copy(operations, "fault_outcome", 2);
    }
    List<Path> sights;
    try (Stream<Path> files = Files.list(folder)) {
      sights = files.filter(path -> path.getFileName().toString().startsWith("sights-")).toList();
    }
    for (Path ledger : sights) {
      copy(ledger, "fault_sight", 1);
    }
    try (var statement = database.createStatement()) {
      for (String index :
          List.of(
              "message (op)",
              "message (message_id)",
              "effect (message_id)",
              "sight (message_id)")) {
        statement.execute(
            "CREATE INDEX fault_check_" + index.replaceAll("\\W+", "_") + " ON fault_" + index);
      }
    }
  }

  private void copy(Path ledger, String table, int columns) throws SQLException, IOException {
    try (Stream<String> lines = Files.lines(ledger)) {
      Iterator<String> rest = lines.iterator();
      List<String> values = new ArrayList<>();
      while (rest.hasNext()) {
        values.addAll(List.of(rest.next().split(" ", columns)));
        if (values.size() == columns * ROWS_OF_AN_INSERT || !rest.hasNext()) {
          insert(table, columns, values);
          values.clear();
        }
      }
    }
  }

  private void insert(String table, int columns, List<String> values) throws SQLException {
    String row = columns == 1 ? "(?)" : "(?, ?)";
    String rows =
        Stream.generate(() -> row).limit(values.size() / columns).collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO " + table + " VALUES " + rows)) {
      for (int i = 0; i < values.size(); i++) {
        insert.setString(i + 1, values.get(i));
      }
      insert.executeUpdate();
    }
  }

  /** Finds a rule broken by each row that a query has. */
  private void none(String rule, String query) throws SQLException {
    long count = 0;
    List<String> examples = new ArrayList<>();
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      for (; rows.next(); count++) {
        if (examples.size() < MOST_EXAMPLES) {
          List<String> example = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            example.add(rows.getString(i));
          }
          examples.add(String.join(" ", example));
        }
      }
    }
    if (count > 0) {
      violations.add(rule + ": " + count + ", such as " + examples);
    }
  }

  private long number(String query) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
