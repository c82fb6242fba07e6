package dev.scheduling.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of two nodes on one database. */
final class SigningKeysTest {

  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private Handle open;
  private SigningKeys one;
  private SigningKeys other;

  @BeforeEach
  void prepare() {
    Jdbi jdbi = Jdbi.create("jdbc:h2:mem:" + UUID.randomUUID());
    // A database in memory lives as long as somebody is connected.
    open = jdbi.open();
    open.execute(
        "CREATE TABLE signing_key (id varchar(64) PRIMARY KEY, generation int UNIQUE,"
            + " private_jwk varchar(1000), created_at bigint)");
    one = new SigningKeys(jdbi, () -> now);
    other = new SigningKeys(jdbi, () -> now);
  }

  @AfterEach
  void drop() {
    open.close();
  }

  private int keys() {
    return open.createQuery("SELECT COUNT(*) FROM signing_key").mapTo(Integer.class).one();
  }

  @Test
  void youngKeyStays() {
    String first = one.current().getKeyID();
    now = now.plus(SigningKeys.ROTATED_AFTER).minusSeconds(1);
    one.rotate();
    assertEquals(first, one.current().getKeyID());
    assertEquals(1, keys());
  }

  @Test
  void oldKeyIsFollowedByOneThatSignsOnceEveryNodeKnowsIt() {
    String first = one.current().getKeyID();
    assertEquals(first, other.current().getKeyID());
    now = now.plus(SigningKeys.ROTATED_AFTER);
    one.rotate();
    other.rotate();
    assertEquals(2, keys(), "two nodes make one successor");
    assertEquals(first, one.current().getKeyID(), "it is published first");
    now = now.plus(SigningKeys.PUBLISHED_FOR);
    String second = one.current().getKeyID();
    assertNotEquals(first, second);
    assertEquals(second, other.current().getKeyID());
    assertTrue(other.named(first).isPresent(), "what the old one signed is still good");
  }

  @Test
  void tokenOutlivesTheRotationOfItsKeyAndTheKeyThenGoes() {
    AccessTokens before = new AccessTokens(one, () -> now);
    AccessTokens after = new AccessTokens(other, () -> now);
    one.current();
    now = now.plus(SigningKeys.ROTATED_AFTER);
    one.rotate();
    now = now.plus(SigningKeys.PUBLISHED_FOR).minusSeconds(1);
    String token = before.issue(OwnerId.of("ada"), "s1", 1);
    now = now.plus(AccessTokens.LIFETIME).minusSeconds(1);
    other.rotate();
    assertTrue(after.read(token).isPresent());
    now = now.plus(SigningKeys.KEPT_FOR);
    assertEquals(1, other.rotate());
    assertEquals(1, keys());
    assertTrue(after.read(after.issue(OwnerId.of("ada"), "s1", 1)).isPresent());
    assertTrue(before.read(before.issue(OwnerId.of("ada"), "s1", 1)).isPresent());
  }

  @Test
  void keyIsKeptLongerThanATokenLasts() {
    assertTrue(SigningKeys.KEPT_FOR.compareTo(AccessTokens.LIFETIME) > 0);
    assertTrue(SigningKeys.PUBLISHED_FOR.compareTo(Duration.ofMinutes(1)) > 0);
  }
}
