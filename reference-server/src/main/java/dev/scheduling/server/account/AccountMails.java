package dev.scheduling.server.account;

import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.mail.Mail;
import dev.scheduling.server.mail.SmtpMailSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Writes the mails that {@link AccountMessages} ask for. Thread-safe. */
public final class AccountMails implements Function<OutboxMessage, SendResult> {

  /*
   * The link's secret is made here, moments before it is sent, and committed before the mail goes
   * out. If the process dies between the mail and the acknowledgement, the mail comes again with
   * another link: of a reset both are good until one was used, of a sign-up the later one.
   */

  // Nobody is flooded with mail by a stranger who knows the address.
  private static final int MOST_WITHIN = 3;
  private static final Duration WITHIN = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final SmtpMailSender sender;
  private final Supplier<String> serverAddress;
  private final InstantSource clock;

  /**
   * Mails by way of a sender.
   *
   * @param serverAddress where browsers reach the page, ending in a slash; never from a request
   */
  public AccountMails(
      Jdbi jdbi, SmtpMailSender sender, Supplier<String> serverAddress, InstantSource clock) {
    this.jdbi = jdbi;
    this.sender = sender;
    this.serverAddress = serverAddress;
    this.clock = clock;
  }

  @Override
  public SendResult apply(OutboxMessage message) {
    String subject = Json.readObject(message.payload()).path(AccountMessages.SUBJECT).asText();
    Optional<Mail> mail =
        switch (message.type()) {
          case AccountMessages.SIGNED_UP -> signedUp(message.id(), subject);
          case AccountMessages.RESET_ASKED -> resetAsked(message.id(), new EmailAddress(subject));
          case AccountMessages.TOKEN_REUSED -> tokenReused(message.id(), new EmailAddress(subject));
          default -> throw new RefusedException("no mail is written about " + message.type());
        };
    mail.ifPresent(sender::send);
    return SendResult.sent();
  }

  private Optional<Mail> signedUp(String id, String signUp) {
    Instant since = clock.instant().minus(WITHIN);
    return jdbi.inTransaction(
        handle ->
            SignUpStore.byId(handle, signUp)
                .map(SignUpStore.SignUp::account)
                .filter(
                    wanted -> SignUpStore.countSince(handle, wanted.email(), since) <= MOST_WITHIN)
                .map(
                    wanted -> {
                      MailTexts texts = MailTexts.of(wanted.locale());
                      Optional<Account> existing =
                          AccountStore.byEmail(handle, wanted.email())
                              .map(AccountStore.Credentials::account);
                      if (existing.isPresent()) {
                        return texts.alreadyHere(id, wanted.email(), serverAddress.get());
                      }
                      OpaqueToken token = OpaqueToken.random();
                      SignUpStore.confirmWith(handle, wanted.id(), token);
                      return texts.confirm(id, wanted.email(), link("confirm", token.text()));
                    }));
  }

  private Optional<Mail> resetAsked(String id, EmailAddress email) {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle ->
            AccountStore.byEmail(handle, email)
                .map(AccountStore.Credentials::account)
                .filter(
                    account ->
                        PasswordResetStore.countSince(handle, account.id(), now.minus(WITHIN))
                            < MOST_WITHIN)
                .map(
                    account ->
                        MailTexts.of(account.locale())
                            .reset(
                                id,
                                email,
                                link("reset", PasswordChanges.link(handle, account.id(), now)))));
  }

  private Optional<Mail> tokenReused(String id, EmailAddress email) {
    return jdbi.withHandle(handle -> AccountStore.byEmail(handle, email))
        .map(
            known ->
                MailTexts.of(known.account().locale()).tokenReused(id, email, serverAddress.get()));
  }

  private String link(String purpose, String token) {
    return serverAddress.get() + fragment(purpose, token);
  }

  /** The end of a link: behind the # a token is told to no server, no log and no other page. */
  public static String fragment(String purpose, String token) {
    return "#" + purpose + "=" + token;
  }
}
