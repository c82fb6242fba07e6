package dev.scheduling.jdbc;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.notification.NotificationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Owners' notifications in a database. Thread-safe. */
public final class JdbcNotificationStore implements NotificationStore {

  private final TablePrefix prefix;
  private final RowInserts inserts;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcNotificationStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /** A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. */
  public JdbcNotificationStore(String prefix) {
    this.prefix = new TablePrefix(prefix);
    this.inserts =
        new RowInserts(
            this.prefix.in("${prefix}notification"),
            List.of("owner_id", "sequence_no", "notification_id", "kind", "at_ms", "data"));
  }

  @Override
  public List<Notification> append(
      Transaction tx, SortedMap<OwnerId, List<NewNotification>> notifications) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    // The rows stay locked until the commit: the next sequence is given to one at a time.
    Map<OwnerId, NotificationFeed> feeds = lock(jdbc.handle(), notifications.keySet());
    Map<Integer, List<String>> byCount = new TreeMap<>();
    List<Notification> added = new ArrayList<>();
    notifications.forEach(
        (owner, some) -> {
          NotificationFeed feed = feeds.get(owner);
          long sequence = 0;
          if (feed == null) {
            feed = begin(jdbc, owner, some.size());
          } else {
            sequence = feed.latest();
            byCount.computeIfAbsent(some.size(), count -> new ArrayList<>()).add(owner.value());
          }
          for (NewNotification one : some) {
            added.add(notification(feed, ++sequence, one));
          }
        });
    byCount.forEach((count, owners) -> moveOn(jdbc.handle(), owners, count));
    inserts.insert(jdbc.connection(), added.stream().map(JdbcNotificationStore::row).toList());
    return added;
  }

  private static Notification notification(
      NotificationFeed feed, long sequence, NewNotification fresh) {
    return new Notification(
        feed.owner(),
        feed.epoch(),
        sequence,
        fresh.id(),
        fresh.kind(),
        fresh.at(),
        fresh.data(),
        false);
  }

  /** In one order, so that two transactions wait for each other and never deadlock. */
  private Map<OwnerId, NotificationFeed> lock(Handle handle, Set<OwnerId> sortedOwners) {
    Map<OwnerId, NotificationFeed> feeds = new HashMap<>();
    InLists.forEach(
        sortedOwners.stream().map(OwnerId::value).toList(),
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        prefix.in(
                            "SELECT owner_id, epoch, latest, read_up_to, pruned_up_to"
                                + " FROM ${prefix}notification_feed WHERE owner_id"
                                + InLists.in(chunk)
                                + " ORDER BY owner_id FOR UPDATE")),
                    chunk)
                .map((row, context) -> feed(row))
                .forEach(feed -> feeds.put(feed.owner(), feed)));
    return feeds;
  }

  private void moveOn(Handle handle, List<String> owners, int count) {
    InLists.forEach(
        owners,
        chunk -> {
          try (var update =
              handle.createUpdate(
                  prefix.in(
                      "UPDATE ${prefix}notification_feed SET latest = latest + ? WHERE owner_id"
                          + InLists.in(chunk)))) {
            InLists.bind(update.bind(0, count), 1, chunk).execute();
          }
        });
  }

  private static @Nullable Object[] row(Notification added) {
    return new @Nullable Object[] {
      added.owner().value(),
      added.sequence(),
      added.id(),
      added.kind(),
      added.at().toEpochMilli(),
      added.data()
    };
  }

  @Override
  public NotificationFeed feed(Transaction tx, OwnerId owner) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    Optional<NotificationFeed> known = find(jdbc.handle(), owner);
    return known.isPresent() ? known.get() : begin(jdbc, owner, 0);
  }

  private NotificationFeed begin(JdbcTransaction tx, OwnerId owner, long latest) {
    String epoch = UUID.randomUUID().toString();
    try {
      tx.handle()
          .execute(
              prefix.in(
                  "INSERT INTO ${prefix}notification_feed"
                      + " (owner_id, epoch, latest, read_up_to, pruned_up_to)"
                      + " VALUES (?, ?, ?, 0, 0)"),
              owner.value(),
              epoch,
              latest);
    } catch (UnableToExecuteStatementException e) {
      if (JdbcFailures.in(e).filter(tx.dialect()::isDuplicate).isPresent()) {
        throw new LostRaceException("another transaction began the feed of " + owner, e);
      }
      throw e;
    }
    return new NotificationFeed(owner, epoch, latest, 0, 0);
  }

  private Optional<NotificationFeed> find(Handle handle, OwnerId owner) {
    return handle
        .createQuery(
            prefix.in(
                "SELECT owner_id, epoch, latest, read_up_to, pruned_up_to"
                    + " FROM ${prefix}notification_feed WHERE owner_id = ?"))
        .bind(0, owner.value())
        .map((row, context) -> feed(row))
        .findOne();
  }

  private static NotificationFeed feed(ResultSet row) throws SQLException {
    return new NotificationFeed(
        OwnerId.of(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }

  @Override
  public List<Notification> after(Transaction tx, OwnerId owner, long sequence, int limit) {
    return JdbcTransaction.of(tx)
        .handle()
        .createQuery(
            prefix.in(
                "SELECT f.epoch, f.read_up_to, n.sequence_no, n.notification_id, n.kind, n.at_ms,"
                    + " n.data FROM ${prefix}notification n"
                    + " JOIN ${prefix}notification_feed f ON f.owner_id = n.owner_id"
                    + " WHERE n.owner_id = ? AND n.sequence_no > ?"
                    + " ORDER BY n.sequence_no LIMIT ?"))
        .bind(0, owner.value())
        .bind(1, sequence)
        .bind(2, limit)
        .map((row, context) -> notification(owner, row))
        .list();
  }

  private static Notification notification(OwnerId owner, ResultSet row) throws SQLException {
    long sequence = row.getLong("sequence_no");
    return new Notification(
        owner,
        row.getString("epoch"),
        sequence,
        row.getString("notification_id"),
        row.getString("kind"),
        Instant.ofEpochMilli(row.getLong("at_ms")),
        row.getString("data"),
        sequence <= row.getLong("read_up_to"));
  }

  @Override
  public Map<OwnerId, Long> latest(Transaction tx, Collection<OwnerId> owners) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Map<OwnerId, Long> latest = new HashMap<>();
    InLists.forEach(
        owners,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        prefix.in(
                            "SELECT owner_id, latest FROM ${prefix}notification_feed"
                                + " WHERE owner_id"
                                + InLists.in(chunk))),
                    chunk.stream().map(OwnerId::value).toList())
                .map((row, context) -> Map.entry(OwnerId.of(row.getString(1)), row.getLong(2)))
                .forEach(feed -> latest.put(feed.getKey(), feed.getValue())));
    return latest;
  }

  @Override
  public Map<OwnerId, List<Notification>> newest(
      Transaction tx, Collection<OwnerId> owners, int last) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Map<OwnerId, List<Notification>> newest = new HashMap<>();
    InLists.forEach(
        owners,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        prefix.in(
                            "SELECT f.owner_id, f.epoch, f.read_up_to, n.sequence_no,"
                                + " n.notification_id, n.kind, n.at_ms, n.data"
                                + " FROM ${prefix}notification_feed f"
                                + " JOIN ${prefix}notification n ON n.owner_id = f.owner_id"
                                + " AND n.sequence_no > f.latest - ?"
                                + " WHERE f.owner_id"
                                + InLists.in(chunk)
                                + " ORDER BY n.owner_id, n.sequence_no")),
                    1,
                    chunk.stream().map(OwnerId::value).toList())
                .bind(0, last)
                .map((row, context) -> notification(OwnerId.of(row.getString("owner_id")), row))
                .forEach(
                    notification ->
                        newest
                            .computeIfAbsent(notification.owner(), owner -> new ArrayList<>())
                            .add(notification)));
    return newest;
  }

  @Override
  public NotificationFeed markRead(Transaction tx, OwnerId owner, long upTo) {
    feed(tx, owner);
    JdbcTransaction.of(tx)
        .handle()
        .execute(
            prefix.in(
                "UPDATE ${prefix}notification_feed"
                    + " SET read_up_to = CASE WHEN ? < latest THEN ? ELSE latest END"
                    + " WHERE owner_id = ? AND read_up_to < ?"),
            upTo,
            upTo,
            owner.value(),
            upTo);
    return feed(tx, owner);
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    Handle handle = JdbcTransaction.of(tx).handle();
    record Old(String owner, long sequence) {}
    List<Old> old =
        handle
            .createQuery(
                prefix.in(
                    "SELECT owner_id, MAX(sequence_no) FROM ${prefix}notification"
                        + " WHERE at_ms < ? GROUP BY owner_id ORDER BY owner_id LIMIT ?"))
            .bind(0, before.toEpochMilli())
            .bind(1, limit)
            .map((row, context) -> new Old(row.getString(1), row.getLong(2)))
            .list();
    int count = 0;
    for (Old feed : old) {
      handle.execute(
          prefix.in(
              "UPDATE ${prefix}notification_feed SET pruned_up_to = ?"
                  + " WHERE owner_id = ? AND pruned_up_to < ?"),
          feed.sequence(),
          feed.owner(),
          feed.sequence());
      count +=
          handle.execute(
              prefix.in(
                  "DELETE FROM ${prefix}notification WHERE owner_id = ? AND sequence_no <= ?"),
              feed.owner(),
              feed.sequence());
    }
    return count;
  }
}
