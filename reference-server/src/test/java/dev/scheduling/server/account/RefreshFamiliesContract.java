package dev.scheduling.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.server.account.RefreshFamilies.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link RefreshFamilies} holds to. */
abstract class RefreshFamiliesContract {

  static final Duration LIFETIME = Duration.ofDays(30);

  /** The implementation under test. */
  abstract RefreshFamilies families();

  /** The id of a session that is open. */
  abstract String newSession();

  static String digest() {
    return OpaqueToken.random().digest();
  }

  @Test
  void eachTokenIsExchangedOnceForTheNext() {
    String session = newSession();
    String token = digest();
    families().begin(session, token, LIFETIME);
    for (int i = 0; i < 5; i++) {
      String next = digest();
      assertEquals(Rotation.ROTATED, families().rotate(session, token, next));
      token = next;
    }
  }

  @Test
  void usedTokenEndsItsFamilyAndNoOther() {
    String session = newSession();
    String other = newSession();
    String first = digest();
    String second = digest();
    String others = digest();
    families().begin(session, first, LIFETIME);
    families().begin(other, others, LIFETIME);
    families().rotate(session, first, second);
    assertEquals(Rotation.REUSED, families().rotate(session, first, digest()));
    assertEquals(Rotation.GONE, families().rotate(session, second, digest()), "the good one too");
    assertEquals(Rotation.ROTATED, families().rotate(other, others, digest()));
  }

  @Test
  void tokenThatNeverWasOneEndsTheFamily() {
    String session = newSession();
    String good = digest();
    families().begin(session, good, LIFETIME);
    assertEquals(Rotation.REUSED, families().rotate(session, digest(), digest()));
    assertEquals(Rotation.GONE, families().rotate(session, good, digest()));
  }

  @Test
  void familyThatWasNeverBegunIsGone() {
    assertEquals(Rotation.GONE, families().rotate(newSession(), digest(), digest()));
  }

  @Test
  void ofAHundredWhoComeWithTheSameTokenAtMostOneSucceedsAndNothingSurvives() throws Exception {
    String session = newSession();
    String token = digest();
    families().begin(session, token, LIFETIME);
    List<String> won = race(100, next -> families().rotate(session, token, next));
    assertTrue(won.size() <= 1, () -> "winners: " + won.size());
    for (String next : won) {
      assertEquals(Rotation.GONE, families().rotate(session, next, digest()));
    }
  }

  /** One attempt, with the digest that is to be the next. */
  interface Attempt {
    Rotation with(String next);
  }

  /** The next digests of those who succeeded, of many at once. What throws has not succeeded. */
  static List<String> race(int attempts, Attempt attempt) throws Exception {
    List<String> won = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ready = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(attempts);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        running.add(
            threads.submit(
                () -> {
                  ready.await();
                  String next = digest();
                  if (attempt.with(next) == Rotation.ROTATED) {
                    won.add(next);
                  }
                  return next;
                }));
      }
      ready.countDown();
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return won;
  }
}
