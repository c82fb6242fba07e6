package dev.scheduling.server.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;

/**
 * Hands letters to a mail server, one connection each. A password is told to another machine over
 * TLS only. Thread-safe.
 */
public final class SmtpMailSender {

  private static final String CONNECT_WITHIN_MILLIS = "5000";
  private static final String ANSWER_WITHIN_MILLIS = "10000";

  private static final int MOST_NESTED = 10;
  private static final Pattern ENHANCED =
      Pattern.compile("^\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3})\\b");
  private static final Pattern GONE = Pattern.compile("5\\.1\\.\\d+|5\\.2\\.1");
  private static final Set<Integer> BUSY = Set.of(450, 452);
  private static final Set<Integer> UNKNOWN = Set.of(521, 550, 551, 553, 556);

  private final MailServer server;
  private final InstantSource clock;
  private final Session session;

  public SmtpMailSender(MailServer server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
    this.session = Session.getInstance(properties(server), authenticator(server));
  }

  private static Properties properties(MailServer server) {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.secure()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(!server.secure()));
    properties.setProperty(
        "mail.smtp.starttls.required",
        Boolean.toString(!server.secure() && server.user() != null && !server.isLocal()));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_WITHIN_MILLIS);
    properties.setProperty("mail.smtp.timeout", ANSWER_WITHIN_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", ANSWER_WITHIN_MILLIS);
    return properties;
  }

  private static Authenticator authenticator(MailServer server) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(server.user(), server.password());
      }
    };
  }

  /**
   * Sends a letter; when this returns the mail server has it.
   *
   * @throws MailboxGoneException if there is no such mailbox
   * @throws MailboxBusyException if the mailbox takes nothing for now
   * @throws IllegalStateException if it could not be handed in now
   */
  public void send(Mail mail) {
    try {
      Transport.send(message(mail));
    } catch (MessagingException e) {
      throw failure(e);
    }
  }

  /**
   * Whether the mail server said that it knows no such mailbox, or that this one takes nothing for
   * now (RFC 5321 4.2.3, RFC 3463 3.2 and 3.3). A refusal for another reason, such as who we are,
   * says nothing about the mailbox.
   */
  private static IllegalStateException failure(MessagingException e) {
    Exception each = e;
    for (int depth = 0; each != null && depth < MOST_NESTED; depth++) {
      if (each instanceof SMTPAddressFailedException refused) {
        String reply = String.valueOf(refused.getMessage()).strip();
        if (isGone(refused.getReturnCode(), reply)) {
          return new MailboxGoneException(reply, e);
        }
        if (BUSY.contains(refused.getReturnCode())) {
          return new MailboxBusyException(reply, e);
        }
      }
      each = each instanceof MessagingException next ? next.getNextException() : null;
    }
    return new IllegalStateException("mail could not be handed in", e);
  }

  private static boolean isGone(int code, String reply) {
    Matcher enhanced = ENHANCED.matcher(reply);
    return enhanced.find() ? GONE.matcher(enhanced.group(1)).matches() : UNKNOWN.contains(code);
  }

  private Message message(Mail mail) throws MessagingException {
    Instant now = clock.instant();
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            String from = server.from();
            setHeader("Message-ID", "<" + mail.id() + from.substring(from.lastIndexOf('@')) + ">");
          }
        };
    message.setFrom(new InternetAddress(server.from(), true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    if (mail.html() == null) {
      message.setText(mail.text(), StandardCharsets.UTF_8.name());
    } else {
      MimeBodyPart text = new MimeBodyPart();
      text.setText(mail.text(), StandardCharsets.UTF_8.name());
      MimeBodyPart html = new MimeBodyPart();
      html.setText(mail.html(), StandardCharsets.UTF_8.name(), "html");
      message.setContent(new MimeMultipart("alternative", text, html));
    }
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setSentDate(Date.from(now));
    return message;
  }
}
