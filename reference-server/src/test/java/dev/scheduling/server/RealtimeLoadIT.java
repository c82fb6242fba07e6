package dev.scheduling.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.Transactions;
import dev.scheduling.jdbc.JdbcOutboxStore;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.redis.TestRedis;
import dev.scheduling.server.account.TestAccounts;
import dev.scheduling.server.account.TestAccounts.SignedIn;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Crowds of WebSocket clients on two nodes with one PostgreSQL and one Redis, while messages are
 * committed to the outbox: each client ends with each of its notifications, once and in order.
 * {@code -Drealtime.full=true} (profile {@code faults}) takes the full numbers.
 */
final class RealtimeLoadIT {

  private static final boolean FULL = Boolean.getBoolean("realtime.full");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final InstantSource CLOCK = InstantSource.system();

  private static TestDatabase database;
  private static TestRedis redis;
  private static ServerProcess one;
  private static ServerProcess other;
  private static Jdbi jdbi;
  private static Transactions transactions;
  private static final JdbcOutboxStore OUTBOX = new JdbcOutboxStore();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4);
  private final List<CrowdMember> crowd = new ArrayList<>();
  private final Map<String, List<String>> sent = new HashMap<>();
  private int messages;

  @BeforeAll
  static void start() {
    database = TestDatabases.postgresql();
    redis = TestRedis.start();
    SecretWatch.register(TestRedis.PASSWORD);
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            database.url(),
            "DATABASE_USER",
            database.user(),
            "REDIS_URL",
            redis.url());
    one = ServerProcess.start(settings);
    other = ServerProcess.start(settings);
    jdbi = Jdbi.create(database.url(), database.user(), database.password());
    transactions = JdbcTransactions.on(database.dataSource());
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    redis.close();
    database.close();
  }

  @AfterEach
  void disconnect() {
    crowd.forEach(CrowdMember::close);
    scheduler.shutdownNow();
  }

  private void gather(String name, int count, Supplier<ServerProcess> node) {
    for (SignedIn who : TestAccounts.make(jdbi, CLOCK, name, count)) {
      CrowdMember member = new CrowdMember(who, http, scheduler, node);
      crowd.add(member);
      sent.put(member.account(), new ArrayList<>());
      member.connect();
    }
    await().atMost(PATIENCE).until(() -> crowd.stream().allMatch(CrowdMember::isLive));
  }

  private OutboxMessage messageTo(CrowdMember member) {
    String id = "load-" + messages++ + "-" + member.account();
    sent.get(member.account()).add(id);
    String json =
        "{\"kind\":\"event.changed\",\"owner\":\"%s\",\"eventId\":\"e\",\"sentNanos\":\"%d\"}"
            .formatted(OwnerId.of(member.account()), System.nanoTime());
    return OutboxMessage.builder("event.changed", member.account(), CLOCK.instant())
        .id(id)
        .payload("application/json", json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static void commit(List<OutboxMessage> some) {
    transactions.inTransaction(
        tx -> {
          OUTBOX.append(tx, some);
          return "";
        });
  }

  private void assertEveryMemberHasAllOfItsOwnOnceAndInOrder() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                crowd.stream()
                    .allMatch(member -> member.count() >= sent.get(member.account()).size()));
    for (CrowdMember member : crowd) {
      assertEquals(List.of(), member.wrong(), member::account);
      assertEquals(sent.get(member.account()), member.ids(), member::account);
    }
  }

  private List<String> ends() {
    return crowd.stream().flatMap(member -> member.ends().stream()).toList();
  }

  private void report(String what) {
    long[] delays =
        crowd.stream()
            .flatMapToLong(member -> member.delaysMillis().stream().mapToLong(Long::longValue))
            .sorted()
            .toArray();
    System.out.printf(
        "%s: %d clients, %d notifications, %d connections; from append to client p50 %d ms,"
            + " p99 %d ms, max %d ms%n",
        what,
        crowd.size(),
        messages,
        crowd.stream().mapToInt(CrowdMember::connections).sum(),
        delays[delays.length / 2],
        delays[(int) (delays.length * 0.99)],
        LongStream.of(delays).max().orElse(0));
  }

  @Test
  void crowdOnOneNodeIsToldABroadcastEverySecond() throws Exception {
    int clients = FULL ? 2_000 : 300;
    int broadcasts = FULL ? 30 : 3;
    gather("broadcast", clients, () -> one);
    AtomicInteger left = new AtomicInteger(broadcasts);
    ScheduledFuture<?> broadcasting =
        scheduler.scheduleAtFixedRate(
            () -> {
              if (left.getAndDecrement() > 0) {
                commit(crowd.stream().map(this::messageTo).toList());
              }
            },
            0,
            1,
            TimeUnit.SECONDS);
    await().atMost(PATIENCE).until(() -> left.get() < 0);
    broadcasting.cancel(false);
    assertEveryMemberHasAllOfItsOwnOnceAndInOrder();
    assertEquals(broadcasts * clients, messages);
    assertEquals(List.of(), ends(), "nobody was dropped");
    report("broadcast");
  }

  @Test
  void crowdThatComesAndGoesMissesNothingThoughANodeIsKilled() throws Exception {
    int clients = FULL ? 500 : 200;
    int toSend = FULL ? 20_000 : 2_000;
    int seconds = FULL ? 60 : 10;
    AtomicInteger visits = new AtomicInteger();
    List<ServerProcess> alive = new ArrayList<>(List.of(one, other));
    gather(
        "restless",
        clients,
        () -> {
          synchronized (alive) {
            return alive.get(visits.getAndIncrement() % alive.size());
          }
        });
    ScheduledFuture<?> breaking =
        scheduler.scheduleAtFixedRate(
            () -> crowd.get(ThreadLocalRandom.current().nextInt(crowd.size())).breakOff(),
            0,
            TimeUnit.SECONDS.toMillis(seconds) / (2L * clients),
            TimeUnit.MILLISECONDS);
    Random random = new Random(7);
    int steps = seconds * 10;
    AtomicInteger step = new AtomicInteger();
    ScheduledFuture<?> sending =
        scheduler.scheduleAtFixedRate(
            () -> {
              if (step.incrementAndGet() <= steps) {
                List<OutboxMessage> some = new ArrayList<>();
                int from = (step.get() - 1) * toSend / steps;
                for (int i = from; i < step.get() * toSend / steps; i++) {
                  some.add(messageTo(crowd.get(random.nextInt(crowd.size()))));
                }
                commit(some);
              }
            },
            0,
            100,
            TimeUnit.MILLISECONDS);
    await().atMost(PATIENCE).until(() -> step.get() > steps / 2);
    synchronized (alive) {
      alive.remove(other);
    }
    other.kill();
    await().atMost(PATIENCE).until(() -> step.get() > steps);
    breaking.cancel(false);
    sending.cancel(false);
    try {
      assertEveryMemberHasAllOfItsOwnOnceAndInOrder();
    } finally {
      other.restart();
    }
    assertEquals(toSend, messages);
    assertTrue(
        crowd.stream().mapToInt(CrowdMember::connections).sum() > 2 * clients, "many came back");
    report("restless");
  }

  @Test
  void whileRedisIsAwayNothingIsLostAndNobodySeesAnError() throws Exception {
    int clients = FULL ? 500 : 50;
    int stepsAway = FULL ? 300 : 50;
    AtomicInteger visits = new AtomicInteger();
    gather("steady", clients, () -> visits.getAndIncrement() % 2 == 0 ? one : other);
    ApiClient ada = ApiClient.withNewAccount(one, "redis-away@example.org");
    ApiClient adaElsewhere = ApiClient.anonymous(other).withToken(ada.accessToken());
    String calendar = ada.firstCalendar();
    List<String> errors = new CopyOnWriteArrayList<>();
    AtomicInteger days = new AtomicInteger();
    AtomicInteger step = new AtomicInteger();
    ScheduledFuture<?> sending =
        scheduler.scheduleAtFixedRate(
            () -> {
              commit(List.of(messageTo(crowd.get(step.get() % crowd.size()))));
              step.incrementAndGet();
            },
            0,
            100,
            TimeUnit.MILLISECONDS);
    ScheduledFuture<?> using =
        scheduler.scheduleWithFixedDelay(
            () -> {
              try {
                LocalDate day = LocalDate.of(2031, 1, 1).plusDays(days.getAndIncrement());
                String event = "{\"title\":\"Day\",\"start\":{\"date\":\"%s\"}}";
                String events = "v1/calendars/" + calendar + "/events";
                note(errors, 201, ada.post(events, event.formatted(day)));
                note(errors, 200, adaElsewhere.get(events));
              } catch (RuntimeException e) {
                errors.add(e.toString());
              }
            },
            0,
            100,
            TimeUnit.MILLISECONDS);
    awaitSteps(step, 20);
    redis.kill();
    awaitSteps(step, stepsAway);
    redis.restart();
    awaitSteps(step, 20);
    sending.cancel(false);
    using.cancel(false);
    assertEveryMemberHasAllOfItsOwnOnceAndInOrder();
    assertEquals(List.of(), errors);
    assertEquals(List.of(), ends(), "every socket stayed open");
    report("Redis away for " + stepsAway / 10 + " s");
  }

  private static void awaitSteps(AtomicInteger step, int more) {
    int until = step.get() + more;
    await().atMost(PATIENCE).until(() -> step.get() >= until);
  }

  private static void note(List<String> errors, int expected, ApiClient.Reply reply) {
    if (reply.status() != expected) {
      errors.add(reply.toString());
    }
  }
}
