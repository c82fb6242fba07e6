package dev.scheduling.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares what was committed with what came of it, by SQL and ledgers of its own: nothing here
 * calls the code under test.
 */
final class Checker {

  private static final int MOST_EXAMPLES = 5;

  private final Connection database;
  private final Path folder;
  private final Map<String, List<String>> violations = new LinkedHashMap<>();
  private long redeliveries;
  private long deadLetters;

  private Checker(Connection database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /**
   * What was found.
   *
   * @param violations one line for each broken rule; none if all hold
   * @param redeliveries how often a message got through that had got through before
   * @param deadLetters how many were given up, as they were to be
   */
  record Findings(List<String> violations, long redeliveries, long deadLetters) {}

  /** A message that a business transaction committed. */
  private record Committed(String key, long sequence, Kind kind) {}

  /**
   * Checks a run that has ended.
   *
   * @param mostRedeliveries the bound that is claimed
   */
  static Findings check(Connection database, Path folder, long mostRedeliveries)
      throws SQLException, IOException {
    Checker checker = new Checker(database, folder);
    Map<String, Committed> committed = checker.committed();
    checker.operationsAreAsTheLedgerSays();
    checker.effectsAreThoseOfTheCommitted(committed);
    checker.poisonIsDeadAndNothingElse(committed);
    checker.nothingIsStuck();
    checker.nobodyCompletedUnderAPassedEpoch();
    checker.redeliveriesAreBounded(committed, mostRedeliveries);
    List<String> lines = new ArrayList<>();
    checker.violations.forEach(
        (rule, cases) ->
            lines.add(
                rule
                    + ": "
                    + cases.size()
                    + ", such as "
                    + cases.subList(0, Math.min(MOST_EXAMPLES, cases.size()))));
    return new Findings(lines, checker.redeliveries, checker.deadLetters);
  }

  private Map<String, Committed> committed() throws SQLException {
    Map<String, Committed> committed = new HashMap<>();
    rows(
        "SELECT message_id, agg, seq, kind FROM fault_message",
        row ->
            committed.put(
                row[0], new Committed(row[1], Long.parseLong(row[2]), Kind.valueOf(row[3]))));
    return committed;
  }

  private void operationsAreAsTheLedgerSays() throws SQLException, IOException {
    Set<String> inDatabase = new HashSet<>();
    rows("SELECT DISTINCT op FROM fault_message", row -> inDatabase.add(row[0]));
    for (String line : Ledger.read(folder.resolve("operations.ledger"))) {
      String[] words = line.split(" ");
      if (words[0].equals("committed") && !inDatabase.contains(words[1])) {
        broken("a transaction that was committed is not in the database", words[1]);
      }
      if (words[0].equals("rolled-back") && inDatabase.contains(words[1])) {
        broken("a transaction that was rolled back is in the database", words[1]);
      }
    }
  }

  private void effectsAreThoseOfTheCommitted(Map<String, Committed> committed) throws SQLException {
    Map<String, Integer> effects = new HashMap<>();
    Map<String, Long> lastOfKey = new HashMap<>();
    rows(
        "SELECT message_id, agg, seq FROM fault_effect ORDER BY n",
        row -> {
          long sequence = Long.parseLong(row[2]);
          if (effects.merge(row[0], 1, Integer::sum) == 1) {
            long before = lastOfKey.getOrDefault(row[1], 0L);
            if (sequence <= before) {
              broken("an effect came out of order", row[1] + ": " + sequence + " after " + before);
            }
            lastOfKey.put(row[1], sequence);
          }
        });
    effects.forEach(
        (id, times) -> {
          Committed message = committed.get(id);
          if (message == null) {
            broken("an effect of a transaction that was rolled back", id);
          } else if (message.kind().isPoison()) {
            broken("an effect of a message that has none", id);
          }
          if (times > 1) {
            broken("an effect happened more than once", id + ": " + times + " times");
          }
        });
    committed.forEach(
        (id, message) -> {
          if (!message.kind().isPoison() && !effects.containsKey(id)) {
            broken("a committed message had no effect", message.key() + ":" + message.sequence());
          }
        });
    sequencesHaveNoGaps(committed);
  }

  /** Of what the writers wrote; else an order without gaps would say little. */
  private void sequencesHaveNoGaps(Map<String, Committed> committed) {
    Map<String, TreeMap<Long, String>> byKey = new HashMap<>();
    committed.forEach(
        (id, message) ->
            byKey
                .computeIfAbsent(message.key(), key -> new TreeMap<>())
                .put(message.sequence(), id));
    byKey.forEach(
        (key, sequences) -> {
          if (sequences.lastKey() != sequences.size()) {
            broken("the writers left a gap", key);
          }
        });
  }

  private void poisonIsDeadAndNothingElse(Map<String, Committed> committed) throws SQLException {
    Map<String, List<String>> causes = new HashMap<>();
    rows(
        "SELECT message_id, cause FROM scheduling_dead_letter",
        row -> causes.computeIfAbsent(row[0], id -> new ArrayList<>()).add(row[1]));
    deadLetters = causes.size();
    causes.forEach(
        (id, found) -> {
          Committed message = committed.get(id);
          if (message == null || !message.kind().isPoison()) {
            broken("a message was given up that is no poison", id + ": " + found.get(0));
          } else if (found.size() > 1) {
            broken("a message was given up more than once", id);
          } else if (!found.get(0).contains(causeOf(message.kind()))) {
            broken("a dead letter has the wrong cause", id + ": " + found.get(0));
          }
        });
    committed.forEach(
        (id, message) -> {
          if (message.kind().isPoison() && !causes.containsKey(id)) {
            broken("a poison message is no dead letter", message.key() + ":" + message.sequence());
          }
        });
  }

  private static String causeOf(Kind kind) {
    return kind == Kind.REFUSED ? Kind.CAUSE_OF_REFUSED : Kind.CAUSE_OF_HOPELESS;
  }

  private void nothingIsStuck() throws SQLException {
    for (String table : List.of("outbox", "outbox_retry", "outbox_parked")) {
      rows(
          "SELECT message_key FROM scheduling_" + table,
          row -> broken("something is stuck in " + table, row[0]));
    }
  }

  private void nobodyCompletedUnderAPassedEpoch() throws SQLException {
    rows(
        "SELECT part, claimed, actual FROM fault_completion WHERE claimed <> actual",
        row ->
            broken(
                "a completion was accepted from who had lost the lease",
                "partition " + row[0] + ": " + row[1] + " instead of " + row[2]));
  }

  private void redeliveriesAreBounded(Map<String, Committed> committed, long most)
      throws IOException {
    Set<String> seen = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("sights-")).toList()) {
        for (String id : Ledger.read(file)) {
          if (!seen.add(id)) {
            redeliveries++;
          }
          if (!committed.containsKey(id)) {
            broken("a message of a transaction that was rolled back was sent", id);
          }
        }
      }
    }
    if (redeliveries > most) {
      broken("more was sent again than was in flight at faults", redeliveries + " over " + most);
    }
  }

  private void broken(String rule, String example) {
    violations.computeIfAbsent(rule, any -> new ArrayList<>()).add(example);
  }

  @FunctionalInterface
  private interface Row {
    void use(String[] columns);
  }

  private void rows(String sql, Row consumer) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = rows.getString(i + 1);
        }
        consumer.use(row);
      }
    }
  }
}
