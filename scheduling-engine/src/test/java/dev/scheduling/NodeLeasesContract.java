package dev.scheduling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all {@link NodeLeases} have to hold. */
public abstract class NodeLeasesContract {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final String name = UUID.randomUUID().toString();
  private NodeLeases one;
  private NodeLeases other;

  /** The leases as a node sees them; each call is another node that shares them. */
  protected abstract NodeLeases node();

  /** Lets time go by, or waits, until leases of a length have ended. */
  protected abstract void pass(Duration length);

  @BeforeEach
  void open() {
    one = node();
    other = node();
  }

  @Test
  void leaseIsOneNodes() {
    NodeLease taken = one.take(name, LONG).orElseThrow();

    assertEquals(name, taken.name());
    assertEquals(Optional.empty(), other.take(name, LONG));
    assertEquals(Optional.empty(), one.take(name, LONG));
    assertTrue(other.take(name + "2", LONG).isPresent());
  }

  @Test
  void leaseThatIsGivenUpIsTakenWithAGreaterToken() {
    NodeLease first = one.take(name, LONG).orElseThrow();
    one.release(first);
    NodeLease second = other.take(name, LONG).orElseThrow();
    other.release(second);
    NodeLease third = one.take(name, LONG).orElseThrow();

    assertTrue(second.token() > first.token(), first + " " + second);
    assertTrue(third.token() > second.token(), second + " " + third);
  }

  @Test
  void leaseEndsByItself() {
    NodeLease first = one.take(name, SHORT).orElseThrow();
    pass(SHORT);
    NodeLease second = other.take(name, LONG).orElseThrow();

    assertTrue(second.token() > first.token(), first + " " + second);
    assertFalse(one.renew(first, LONG));
  }

  @Test
  void whoSleptThroughTheEndOfALeaseTakesNothingFromItsSuccessor() {
    NodeLease first = one.take(name, SHORT).orElseThrow();
    pass(SHORT);
    NodeLease second = other.take(name, LONG).orElseThrow();
    one.release(first);

    assertTrue(other.renew(second, LONG));
    assertEquals(Optional.empty(), one.take(name, LONG));
  }

  @Test
  void leaseThatIsRenewedLastsFromThen() {
    Duration first = SHORT.multipliedBy(5);
    NodeLease taken = one.take(name, first).orElseThrow();
    assertTrue(one.renew(taken, LONG));
    pass(first);

    assertEquals(Optional.empty(), other.take(name, LONG));
    assertTrue(one.renew(taken, LONG));
  }

  @Test
  void leaseThatHasEndedIsNotRenewedThoughNobodyTookIt() {
    NodeLease taken = one.take(name, SHORT).orElseThrow();
    pass(SHORT);

    assertFalse(one.renew(taken, LONG));
  }

  @Test
  void ofManyWhoWantALeaseAtTheSameTimeOneGetsIt() {
    List<CompletableFuture<Optional<NodeLease>>> takers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      NodeLeases node = node();
      takers.add(CompletableFuture.supplyAsync(() -> node.take(name, LONG)));
    }

    assertEquals(
        1,
        takers.stream().filter(taker -> taker.orTimeout(60, SECONDS).join().isPresent()).count());
  }

  @Test
  void namesAndLengthsThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> one.take("", LONG));
    assertThrows(IllegalArgumentException.class, () -> one.take("a b", LONG));
    assertThrows(IllegalArgumentException.class, () -> one.take(name, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> one.take(name, Duration.ofDays(2)));
  }
}
