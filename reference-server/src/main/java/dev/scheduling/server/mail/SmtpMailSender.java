package dev.scheduling.server.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/**
 * Hands letters to a mail server, one connection each. A password is told to another machine over
 * TLS only. Thread-safe.
 */
public final class SmtpMailSender {

  private static final String CONNECT_WITHIN_MILLIS = "5000";
  private static final String ANSWER_WITHIN_MILLIS = "10000";

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
   * @throws IllegalStateException if it could not be handed in now
   */
  public void send(Mail mail) {
    try {
      Transport.send(message(mail));
    } catch (MessagingException e) {
      throw new IllegalStateException("mail could not be handed in", e);
    }
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
    message.setText(mail.text(), StandardCharsets.UTF_8.name());
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setSentDate(Date.from(now));
    return message;
  }
}
