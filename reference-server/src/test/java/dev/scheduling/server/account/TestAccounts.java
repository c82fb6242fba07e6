package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Accounts without a password, each signed in. They are written into the database, for making
 * thousands through the API would hash as many passwords.
 */
public final class TestAccounts {

  private static final Duration SESSION = Duration.ofDays(1);

  private TestAccounts() {}

  /** An account, and a token that is good for ten minutes. */
  public record SignedIn(OwnerId account, String session, String accessToken) {}

  /**
   * Makes accounts.
   *
   * @param jdbi on a server's database, with its tables
   * @param name begins their addresses; another one for each call
   */
  public static List<SignedIn> make(Jdbi jdbi, InstantSource clock, String name, int count) {
    Instant now = clock.instant();
    AccessTokens tokens = new AccessTokens(new SigningKeys(jdbi, clock), clock);
    List<SignedIn> made = new ArrayList<>();
    jdbi.useTransaction(
        handle -> {
          for (int i = 0; i < count; i++) {
            EmailAddress email = new EmailAddress(name + i + "@example.org");
            Account account = Accounts.newAccount(email, "", ZoneId.of("UTC"), "en", false);
            AccountStore.insert(handle, account, "no hash", now);
            String session = UUID.randomUUID().toString();
            SessionStore.insert(
                handle,
                account.id(),
                session,
                new Sessions.Client("127.0.0.1", "test"),
                now,
                now.plus(SESSION));
            made.add(new SignedIn(account.id(), session, ""));
          }
        });
    return made.stream().map(one -> renewed(tokens, one)).toList();
  }

  /** The same with a token that is good for ten minutes from now. */
  public static SignedIn renewed(Jdbi jdbi, InstantSource clock, SignedIn one) {
    return renewed(new AccessTokens(new SigningKeys(jdbi, clock), clock), one);
  }

  private static SignedIn renewed(AccessTokens tokens, SignedIn one) {
    return new SignedIn(
        one.account(), one.session(), tokens.issue(one.account(), one.session(), 1));
  }
}
