package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.scheduling.server.ApiClient.Reply;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Preferences and the mails that follow them, on a server that sends mail. */
final class MailChannelIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ME = "ada@example.org";
  private static final String PUBLIC = "https://calendar.example.org/";
  private static final String ALL_BY_MAIL =
      "{\"kinds\":{\"event.created\":{\"email\":true},\"event.changed\":{\"email\":true},"
          + "\"reminder\":{\"email\":true}}%s}";

  private static GreenMail mail;
  private static SmtpGate gate;
  private static ServerProcess server;
  private static ApiClient ada;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    gate = new SmtpGate(port);
    server =
        ServerProcess.start(
            Map.of(
                "SMTP_URL",
                "smtp://127.0.0.1:" + gate.port(),
                "MAIL_FROM",
                "calendar@example.org",
                "PUBLIC_URL",
                PUBLIC));
    ApiClient nobody = ApiClient.anonymous(server);
    String password = ApiClient.password(ME);
    Reply setUp =
        nobody.post(
            "v1/setup",
            "{\"token\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                .formatted(server.setupToken(), ME, password));
    assertEquals(201, setUp.status(), setUp::toString);
    Reply session =
        nobody.post("v1/sessions", "{\"email\":\"" + ME + "\",\"password\":\"" + password + "\"}");
    ada = nobody.withToken(session.json().get("accessToken").asText());
  }

  @AfterAll
  static void stop() {
    server.close();
    gate.close();
    mail.stop();
  }

  private static Reply put(String path, String json) {
    return ada.send(ada.request("PUT", path, json));
  }

  private static JsonNode channels() {
    Reply reply = ada.get("v1/me/channels");
    assertEquals(200, reply.status(), reply::toString);
    return reply.json();
  }

  private static List<MimeMessage> mailsAbout(String title) {
    return Arrays.stream(mail.getReceivedMessages())
        .filter(message -> text(message, 0).contains(title))
        .toList();
  }

  private static MimeMessage mailAbout(String title) {
    Awaitility.await().atMost(PATIENCE).until(() -> !mailsAbout(title).isEmpty());
    return mailsAbout(title).get(0);
  }

  private static String text(MimeMessage message, int part) {
    try {
      return message.getContent() instanceof MimeMultipart parts
          ? parts.getBodyPart(part).getContent().toString()
          : message.getContent().toString();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static Reply book(String title, Instant start, String more) {
    Reply booked =
        ada.post(
            "v1/calendars/" + ada.firstCalendar() + "/events",
            "{\"title\":\"%s\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"},\"duration\":\"PT1M\"%s}"
                .formatted(title, start.toString().replace("Z", ""), more));
    assertEquals(201, booked.status(), booked::toString);
    return booked;
  }

  /** A time of its own for each, so that none is in another's way. */
  private static Instant soon(int minutes) {
    return ServerProcess.CLOCK
        .instant()
        .truncatedTo(ChronoUnit.SECONDS)
        .plus(minutes, ChronoUnit.MINUTES);
  }

  @Test
  void reminderComesByMailInTextAndHtmlUnderANameThatARepetitionWouldShare()
      throws MessagingException {
    assertEquals(200, put("v1/me/channels", ALL_BY_MAIL.formatted("")).status());
    book(
        "<b>Réunion</b> & 회의",
        soon(10),
        ",\"reminders\":[{\"trigger\":{\"offset\":\"-PT12M\",\"relativeTo\":\"start\"}}]");
    MimeMessage told = mailAbout("Reminder: <b>Réunion</b> & 회의");
    assertEquals("Reminder: <b>Réunion</b> & 회의", told.getSubject());
    assertTrue(text(told, 0).contains(PUBLIC), text(told, 0));
    assertTrue(
        text(told, 1).contains("<strong>Reminder: &lt;b&gt;Réunion&lt;/b&gt; &amp; 회의</strong>"),
        text(told, 1));
    assertTrue(told.getMessageID().matches("<[A-Za-z0-9_-]{24}@example\\.org>"));
    assertEquals("auto-generated", told.getHeader("Auto-Submitted", null));
  }

  @Test
  void reminderThatCouldNotBeMailedIsNotMailedOnceItsEventIsDeleted() {
    assertEquals(200, put("v1/me/channels", ALL_BY_MAIL.formatted("")).status());
    String reminder =
        ",\"reminders\":[{\"trigger\":{\"offset\":\"-PT%dM\",\"relativeTo\":\"start\"}}]";
    int refused = gate.refused();
    gate.refuseWith("450 4.2.1 The mailbox is busy");
    Reply stale = book("Stale booking", soon(300), reminder.formatted(302));
    book("Standing booking", soon(320), reminder.formatted(322));
    // It was tried, and comes again before what follows by the same address.
    Awaitility.await().atMost(PATIENCE).until(() -> gate.refused() > refused);
    String path = stale.header("Location").replaceFirst("^/", "");
    assertEquals(204, ada.delete(path, stale.header("ETag")).status());
    gate.refuseWith("");
    mailAbout("Reminder: Standing booking");
    assertEquals(List.of(), mailsAbout("Reminder: Stale booking"));
  }

  @Test
  void changesOfOneEventInQuickSuccessionComeAsOneMail() {
    assertEquals(200, put("v1/me/channels", ALL_BY_MAIL.formatted("")).status());
    Reply booked = book("First draft", soon(100), "");
    String path = booked.header("Location").replaceFirst("^/", "");
    Reply changed = ada.patch(path, booked.header("ETag"), "{\"title\":\"Second draft\"}");
    assertEquals(200, changed.status(), changed::toString);
    String told = text(mailAbout("Second draft"), 0);
    assertTrue(told.contains("Changed: Second draft"), told);
    assertFalse(told.contains("New: Second draft"), told);
    assertEquals(List.of(), mailsAbout("First draft"), "the change took its place");
  }

  @Test
  void quietHoursLetOnlyReminderPass() {
    LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    String quiet =
        ",\"quietHours\":{\"from\":\"%s\",\"to\":\"%s\",\"timeZone\":\"UTC\"}"
            .formatted(now.minusHours(1), now.plusHours(2));
    assertEquals(200, put("v1/me/channels", ALL_BY_MAIL.formatted(quiet)).status());
    book("Quiet booking", soon(200), "");
    book(
        "Loud booking",
        soon(220),
        ",\"reminders\":[{\"trigger\":{\"offset\":\"-PT222M\",\"relativeTo\":\"start\"}}]");
    mailAbout("Reminder: Loud booking");
    assertEquals(List.of(), mailsAbout("Quiet booking"));
    assertEquals(List.of(), mailsAbout("New: Loud booking"));
  }

  @Test
  void mailboxThatIsNotThereIsSwitchedOffWithANoticeUntilItIsTestedAgain() {
    assertEquals("on", channels().at("/channels/email/state").asText());
    gate.refuseWith("450 4.2.1 The mailbox is busy");
    Reply busy = ada.post("v1/me/channels/email/test", "{}");
    assertEquals(200, busy.status(), busy::toString);
    assertFalse(busy.json().at("/items/0/delivered").asBoolean());
    gate.refuseWith("550 5.7.1 We do not like you");
    assertFalse(
        ada.post("v1/me/channels/email/test", "{}").json().at("/items/0/delivered").asBoolean());
    assertEquals("on", channels().at("/channels/email/state").asText());
    gate.refuseWith("550 5.1.1 No such user here");
    assertFalse(
        ada.post("v1/me/channels/email/test", "{}").json().at("/items/0/delivered").asBoolean());
    assertEquals("off", channels().at("/channels/email/state").asText());
    assertTrue(channels().at("/channels/email/cause").asText().contains("No such user here"));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> ada.get("v1/notifications?pageSize=500").text().contains("channel.off"));
    gate.refuseWith("");
    Reply test = ada.post("v1/me/channels/email/test", "{}");
    assertTrue(test.json().at("/items/0/delivered").asBoolean(), test::toString);
    assertEquals("on", channels().at("/channels/email/state").asText());
    mailAbout("A test: notifications arrive here");
  }

  @Test
  void choicesAreShownWithTheServersOwnWhereNothingWasChosen() {
    assertEquals(
        200,
        put(
                "v1/me/channels",
                "{\"kinds\":{\"reminder\":{\"email\":true,\"websocket\":false}},"
                    + "\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:30\",\"timeZone\":\"Asia/Seoul\"}}")
            .status());
    JsonNode shown = channels();
    assertTrue(shown.at("/kinds/reminder/email").asBoolean());
    assertFalse(shown.at("/kinds/reminder/websocket").asBoolean());
    assertTrue(shown.at("/kinds/event.created/websocket").asBoolean());
    assertFalse(shown.at("/kinds/event.created/email").asBoolean());
    assertTrue(shown.at("/kinds/account.new-device/email").asBoolean());
    assertEquals("22:00", shown.at("/quietHours/from").asText());
    assertEquals("07:30", shown.at("/quietHours/to").asText());
    assertEquals("Asia/Seoul", shown.at("/quietHours/timeZone").asText());
    assertEquals("on", shown.at("/channels/websocket/state").asText());
    assertEquals(200, put("v1/me/channels", "{}").status());
    assertTrue(channels().at("/kinds/reminder/websocket").asBoolean());
    assertTrue(channels().path("quietHours").isMissingNode());
  }

  @Test
  void choicesThatMakeNoSenseAreRefusedByName() {
    Map<String, String> wrong =
        Map.of(
            "/kinds/party", "{\"kinds\":{\"party\":{\"email\":true}}}",
            "/kinds/reminder/pigeon", "{\"kinds\":{\"reminder\":{\"pigeon\":true}}}",
            "/kinds/reminder/email", "{\"kinds\":{\"reminder\":{\"email\":\"yes\"}}}",
            "/kinds/reminder", "{\"kinds\":{\"reminder\":true}}",
            "/quietHours/from",
                "{\"quietHours\":{\"from\":\"24:00\",\"to\":\"07:00\",\"timeZone\":\"UTC\"}}",
            "/quietHours/to",
                "{\"quietHours\":{\"from\":\"07:00\",\"to\":\"07:00\",\"timeZone\":\"UTC\"}}",
            "/quietHours/timeZone", "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\"}}");
    wrong.forEach(
        (pointer, body) -> {
          Reply reply = put("v1/me/channels", body);
          assertEquals(422, reply.status(), reply::toString);
          assertEquals(pointer, reply.json().at("/errors/0/pointer").asText(), reply::toString);
        });
  }

  @Test
  void testGoesWhereTheChannelLeadsAndNowhereElse() {
    assertEquals(404, ada.post("v1/me/channels/pigeon/test", "{}").status());
    assertEquals(409, ada.post("v1/me/channels/slack/test", "{}").status());
    assertEquals(401, ApiClient.anonymous(server).get("v1/me/channels").status());
    Reply page = ada.post("v1/me/channels/websocket/test", "{}");
    assertTrue(page.json().at("/items/0/delivered").asBoolean(), page::toString);
    assertTrue(ada.get("v1/notifications?pageSize=500").text().contains("channel.test"));
  }
}
