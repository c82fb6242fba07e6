package dev.scheduling.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.notification.EventNotifications;
import dev.scheduling.notification.Notification;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.OutboxRelay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What survives a process that is killed with SIGKILL straight after a commit, on H2 in files. */
@Timeout(300)
class KilledProcessIT {

  private static final int KILLS = 4;
  private static final int COMMITS_BEFORE_A_KILL = 150;
  private static final int MOST = 1_000_000;

  @TempDir Path folder;

  @Test
  void everyCommitThatWasReportedIsThereAndIsDelivered() throws Exception {
    try (TestDatabase database = TestDatabases.h2(folder)) {
      database.withTables();
    }
    Set<String> reported = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      reported.addAll(commitAndKill(kill * MOST / KILLS));
    }
    assertTrue(reported.size() >= KILLS * COMMITS_BEFORE_A_KILL);

    try (TestDatabase database = TestDatabases.h2(folder)) {
      JdbcStores stores = JdbcStores.on(database.dataSource());
      deliverAll(stores);

      List<Notification> delivered =
          stores
              .transactions()
              .inTransaction(
                  tx -> stores.notifications().after(tx, OwnerId.of("owner-1"), 0, MOST));
      Set<String> ids = new HashSet<>();
      delivered.forEach(notification -> ids.add(notification.id()));
      Set<String> lost = new HashSet<>(reported);
      lost.removeAll(ids);
      assertEquals(Set.of(), lost);
      // A commit may have been made whose report the kill prevented: at most one each time.
      assertTrue(ids.size() <= reported.size() + KILLS);
      assertEquals(
          LongStream.rangeClosed(1, delivered.size()).boxed().toList(),
          delivered.stream().map(Notification::sequence).toList());
    }
  }

  /** Returns the ids of the messages whose commit the process reported before it was killed. */
  private Set<String> commitAndKill(int first) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CommitUntilKilled.class.getName(),
                TestDatabases.h2Url(folder),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<String> reported = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        reported.add("m-" + line);
        if (reported.size() == COMMITS_BEFORE_A_KILL) {
          // By its handle, which leaves open the stream with what was reported until then.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertTrue(process.waitFor(30, SECONDS));
    assertNotEquals(0, process.exitValue());
    return reported;
  }

  private static void deliverAll(JdbcStores stores) {
    EventNotifications consumer = new EventNotifications(stores.notifications(), told -> {});
    InProcessSender sender =
        InProcessSender.builder(stores.transactions(), stores.inbox(), InstantSource.system())
            .consumer("notifications", EventNotifications.TYPES, consumer)
            .build();
    try (OutboxRelay relay =
        OutboxRelay.builder(stores.transactions(), stores.outbox(), sender).build().start()) {
      await()
          .atMost(60, SECONDS)
          .until(() -> stores.transactions().inTransaction(stores.outbox()::backlog).queued() == 0);
      assertTrue(relay.isRunning());
    }
  }
}
