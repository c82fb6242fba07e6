package dev.scheduling.jdbc;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.ChannelPreferences;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.notification.QuietHours;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** What owners chose and what is held for them, in a database. Thread-safe. */
public final class JdbcChannelStore implements ChannelStore {

  private static final int MINUTES_PER_HOUR = 60;

  private final TablePrefix prefix;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcChannelStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /** A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. */
  public JdbcChannelStore(String prefix) {
    this.prefix = new TablePrefix(prefix);
  }

  @Override
  public Map<OwnerId, ChannelPreferences> preferences(Transaction tx, Set<OwnerId> owners) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Map<OwnerId, SortedMap<String, SortedMap<String, Boolean>>> choices = new HashMap<>();
    Map<OwnerId, QuietHours> hours = new HashMap<>();
    InLists.forEach(
        owners.stream().map(OwnerId::value).toList(),
        chunk -> {
          readChoices(handle, chunk, choices);
          readHours(handle, chunk, hours);
        });
    Map<OwnerId, ChannelPreferences> chosen = new HashMap<>();
    Stream.concat(choices.keySet().stream(), hours.keySet().stream())
        .forEach(
            owner ->
                chosen.put(
                    owner,
                    new ChannelPreferences(
                        choices.getOrDefault(owner, new TreeMap<>()), hours.get(owner))));
    return chosen;
  }

  private void readChoices(
      Handle handle,
      List<String> owners,
      Map<OwnerId, SortedMap<String, SortedMap<String, Boolean>>> choices) {
    InLists.bind(
            handle.createQuery(
                prefix.in(
                    "SELECT owner_id, kind, channel, wanted FROM ${prefix}channel_choice"
                        + " WHERE owner_id"
                        + InLists.in(owners))),
            owners)
        .map(
            (row, context) ->
                choices
                    .computeIfAbsent(OwnerId.of(row.getString(1)), any -> new TreeMap<>())
                    .computeIfAbsent(row.getString("kind"), any -> new TreeMap<>())
                    .put(row.getString("channel"), row.getInt("wanted") == 1))
        .list();
  }

  private void readHours(Handle handle, List<String> owners, Map<OwnerId, QuietHours> hours) {
    InLists.bind(
            handle.createQuery(
                prefix.in(
                    "SELECT owner_id, from_minute, to_minute, zone FROM ${prefix}quiet_hours"
                        + " WHERE owner_id"
                        + InLists.in(owners))),
            owners)
        .map(
            (row, context) ->
                hours.put(
                    OwnerId.of(row.getString(1)),
                    new QuietHours(
                        time(row.getInt("from_minute")),
                        time(row.getInt("to_minute")),
                        ZoneId.of(row.getString("zone")))))
        .list();
  }

  @Override
  public void choose(Transaction tx, OwnerId owner, ChannelPreferences chosen) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    Handle handle = jdbc.handle();
    for (String table : List.of("channel_choice", "quiet_hours")) {
      handle.execute(
          prefix.in("DELETE FROM ${prefix}" + table + " WHERE owner_id = ?"), owner.value());
    }
    try {
      insert(handle, owner, chosen);
    } catch (UnableToExecuteStatementException e) {
      throw lostRace(jdbc, e, owner);
    }
  }

  private void insert(Handle handle, OwnerId owner, ChannelPreferences chosen) {
    chosen
        .choices()
        .forEach(
            (kind, channels) ->
                channels.forEach(
                    (channel, wanted) ->
                        handle.execute(
                            prefix.in(
                                "INSERT INTO ${prefix}channel_choice"
                                    + " (owner_id, kind, channel, wanted) VALUES (?, ?, ?, ?)"),
                            owner.value(),
                            kind,
                            channel,
                            wanted ? 1 : 0)));
    QuietHours hours = chosen.quietHours();
    if (hours != null) {
      handle.execute(
          prefix.in(
              "INSERT INTO ${prefix}quiet_hours (owner_id, from_minute, to_minute, zone)"
                  + " VALUES (?, ?, ?, ?)"),
          owner.value(),
          minutes(hours.from()),
          minutes(hours.to()),
          hours.zone().getId());
    }
  }

  private static int minutes(LocalTime time) {
    return time.getHour() * MINUTES_PER_HOUR + time.getMinute();
  }

  private static LocalTime time(int minutes) {
    return LocalTime.of(minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
  }

  @Override
  public boolean hold(
      Transaction tx,
      OwnerId owner,
      String channel,
      String collapseKey,
      NewNotification notification) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    int known =
        run(
            jdbc.handle(),
            "UPDATE ${prefix}held_notification SET notification_id = :id, kind = :kind, at_ms = :at,"
                + " data = :data WHERE owner_id = :owner AND channel = :channel"
                + " AND collapse_key = :key",
            owner,
            channel,
            collapseKey,
            notification);
    if (known > 0) {
      return false;
    }
    try {
      run(
          jdbc.handle(),
          "INSERT INTO ${prefix}held_notification"
              + " (owner_id, channel, collapse_key, notification_id, kind, at_ms, data)"
              + " VALUES (:owner, :channel, :key, :id, :kind, :at, :data)",
          owner,
          channel,
          collapseKey,
          notification);
    } catch (UnableToExecuteStatementException e) {
      throw lostRace(jdbc, e, owner);
    }
    return true;
  }

  private int run(
      Handle handle,
      String statement,
      OwnerId owner,
      String channel,
      String collapseKey,
      NewNotification notification) {
    try (var update = handle.createUpdate(prefix.in(statement))) {
      return update
          .bind("owner", owner.value())
          .bind("channel", channel)
          .bind("key", collapseKey)
          .bind("id", notification.id())
          .bind("kind", notification.kind())
          .bind("at", notification.at().toEpochMilli())
          .bind("data", notification.data())
          .execute();
    }
  }

  private static RuntimeException lostRace(
      JdbcTransaction jdbc, UnableToExecuteStatementException e, OwnerId owner) {
    return JdbcFailures.in(e).filter(jdbc.dialect()::isDuplicate).isPresent()
        ? new LostRaceException("another transaction did the same for " + owner, e)
        : e;
  }

  @Override
  public Held takeHeld(Transaction tx, OwnerId owner, String channel) {
    Handle handle = JdbcTransaction.of(tx).handle();
    // What another transaction adds after this look stays, with a message of its own to fetch it.
    List<String> latestFirst =
        handle
            .createQuery(
                prefix.in(
                    "SELECT collapse_key FROM ${prefix}held_notification"
                        + " WHERE owner_id = ? AND channel = ?"
                        + " ORDER BY at_ms DESC, notification_id DESC FOR UPDATE"))
            .bind(0, owner.value())
            .bind(1, channel)
            .mapTo(String.class)
            .list();
    List<String> told = latestFirst.subList(0, Math.min(latestFirst.size(), MOST_TAKEN));
    List<NewNotification> notifications = new ArrayList<>();
    InLists.forEach(told, keys -> notifications.addAll(held(handle, owner, channel, keys)));
    InLists.forEach(latestFirst, keys -> delete(handle, owner, channel, keys));
    notifications.sort(
        Comparator.comparing(NewNotification::at).thenComparing(NewNotification::id));
    return new Held(notifications, latestFirst.size() - told.size());
  }

  private List<NewNotification> held(
      Handle handle, OwnerId owner, String channel, List<String> keys) {
    return InLists.bind(
            handle
                .createQuery(
                    prefix.in(
                        "SELECT notification_id, kind, at_ms, data"
                            + " FROM ${prefix}held_notification"
                            + " WHERE owner_id = ? AND channel = ? AND collapse_key"
                            + InLists.in(keys)))
                .bind(0, owner.value())
                .bind(1, channel),
            2,
            keys)
        .map(
            (row, context) ->
                new NewNotification(
                    row.getString("notification_id"),
                    row.getString("kind"),
                    Instant.ofEpochMilli(row.getLong("at_ms")),
                    row.getString("data")))
        .list();
  }

  private void delete(Handle handle, OwnerId owner, String channel, List<String> keys) {
    InLists.bind(
            handle
                .createUpdate(
                    prefix.in(
                        "DELETE FROM ${prefix}held_notification"
                            + " WHERE owner_id = ? AND channel = ? AND collapse_key"
                            + InLists.in(keys)))
                .bind(0, owner.value())
                .bind(1, channel),
            2,
            keys)
        .execute();
  }
}
