package dev.scheduling.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.scheduling.server.ApiClient.Reply;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts on a server that sends mail, to a mail server that asks for a password. */
final class AccountMailIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MAIL_PASSWORD = "the-password-of-the-mail-server";
  private static final String FRESH = "another long sentence";
  private static final String PUBLIC = "https://calendar.example.org/";
  private static final Pattern LINK =
      Pattern.compile(Pattern.quote(PUBLIC) + "#(confirm|reset)=([A-Za-z0-9_-]{43})");

  private static int port;
  private static GreenMail mail;
  private static ServerProcess server;
  private static ApiClient nobody;

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    mail = startMail();
    SecretWatch.register(MAIL_PASSWORD);
    server =
        ServerProcess.start(
            Map.of(
                "SMTP_URL",
                "smtp://calendar:" + MAIL_PASSWORD + "@127.0.0.1:" + port,
                "MAIL_FROM",
                "calendar@example.org",
                "PUBLIC_URL",
                PUBLIC));
    nobody = ApiClient.anonymous(server);
  }

  private static GreenMail startMail() {
    GreenMail fresh = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    fresh.setUser("calendar@example.org", "calendar", MAIL_PASSWORD);
    fresh.start();
    return fresh;
  }

  @AfterAll
  static void stop() {
    server.close();
    mail.stop();
  }

  private static Reply signUp(String email) {
    return nobody.post(
        "v1/accounts",
        "{\"email\":\"" + email + "\",\"password\":\"" + ApiClient.password(email) + "\"}");
  }

  private static Reply signIn(String email, String password) {
    return nobody.post(
        "v1/sessions", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
  }

  private static List<MimeMessage> mailsTo(String email) {
    return Arrays.stream(mail.getReceivedMessages())
        .filter(message -> GreenMailUtil.getHeaders(message).contains("To: " + email))
        .toList();
  }

  private static MimeMessage mailTo(String email, int number) {
    Awaitility.await().atMost(PATIENCE).until(() -> mailsTo(email).size() >= number);
    return mailsTo(email).get(number - 1);
  }

  private static String text(MimeMessage message) {
    try {
      return message.getContent().toString();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String token(MimeMessage message, String purpose) {
    Matcher link = LINK.matcher(text(message));
    assertTrue(link.find(), () -> text(message));
    assertEquals(purpose, link.group(1));
    SecretWatch.register(link.group(2));
    return link.group(2);
  }

  /** The whole answer to somebody who names another host, which no HTTP client would let us do. */
  private static String askForResetAs(String host, String email) throws IOException {
    byte[] body = ("{\"email\":\"" + email + "\"}").getBytes(UTF_8);
    String head =
        "POST /v1/password-resets HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Host: %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
      socket.getOutputStream().write(head.formatted(host, host, body.length).getBytes(UTF_8));
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String withoutVariableHeaders(String answer) {
    return answer.replaceAll("(?im)^(date|x-request-id|ratelimit[^:]*):.*$", "");
  }

  private static Reply confirm(String token) {
    return nobody.post("v1/accounts/confirm", "{\"token\":\"" + token + "\"}");
  }

  private static Reply redeem(String token, String password) {
    return nobody.post(
        "v1/password-resets/redeem",
        "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
  }

  private static void account(String email) {
    assertEquals(201, signUp(email).status());
    assertEquals(201, confirm(token(mailTo(email, 1), "confirm")).status());
  }

  @Test
  void accountExistsOnceItsAddressIsConfirmed() {
    String email = "new@example.org";
    assertTrue(nobody.get("v1/config").json().get("mail").asBoolean());
    Reply asked = signUp(email);
    assertEquals(201, asked.status(), asked::toString);
    assertEquals(401, signIn(email, ApiClient.password(email)).status());
    String token = token(mailTo(email, 1), "confirm");
    Reply confirmed = confirm(token);
    assertEquals(201, confirmed.status(), confirmed::toString);
    assertEquals(asked.json(), confirmed.json(), "the account that was promised");
    assertEquals(403, confirm(token).status(), "a link is good once");
    assertEquals(201, signIn(email, ApiClient.password(email)).status());
  }

  @Test
  void takenAddressIsAnsweredAsAFreeOneIsAndTheMailTells() {
    account("taken@example.org");
    Reply taken = signUp("taken@example.org");
    Reply free = signUp("free@example.org");
    assertEquals(free.status(), taken.status());
    assertEquals(
        free.text().replaceAll("\"id\":\"[^\"]+\"", "").replace("free@", "taken@"),
        taken.text().replaceAll("\"id\":\"[^\"]+\"", ""));
    assertNotEquals(free.json().get("id"), taken.json().get("id"));
    String told = text(mailTo("taken@example.org", 2));
    assertFalse(LINK.matcher(told).find(), told);
    assertTrue(told.contains("there is one already"), told);
  }

  @Test
  void forgottenPasswordIsReplacedByALinkThatIsGoodOnceAndEndsEverythingElse() throws IOException {
    String email = "forgot@example.org";
    account(email);
    Reply session = signIn(email, ApiClient.password(email));
    ApiClient before = nobody.withToken(session.json().get("accessToken").asText());
    Reply app = before.post("v1/me/app-passwords", "{\"name\":\"A\",\"scopes\":[\"read\"]}");
    ApiClient program = nobody.withToken(app.json().get("secret").asText());
    assertEquals(200, program.get("v1/calendars").status());

    // Whatever Host a client names, the link leads to where the settings say.
    String known = askForResetAs("evil.example.net", email);
    String unknown = askForResetAs("evil.example.net", "nobody@example.org");
    assertTrue(known.startsWith("HTTP/1.1 202 "), known);
    assertEquals(withoutVariableHeaders(unknown), withoutVariableHeaders(known));
    String token = token(mailTo(email, 2), "reset");
    assertEquals(422, redeem(token, "qwertyuiop").status(), "too common");
    assertEquals(204, redeem(token, FRESH).status(), "and the link is still good");
    assertEquals(403, redeem(token, "yet another sentence").status());
    assertEquals(401, before.get("v1/me").status());
    assertEquals(401, program.get("v1/calendars").status());
    assertEquals(401, signIn(email, ApiClient.password(email)).status());
    assertEquals(201, signIn(email, FRESH).status());
    assertEquals(List.of(), mailsTo("nobody@example.org"));
  }

  @Test
  void strangerCannotFloodAnAddressWithMail() {
    String email = "flooded@example.org";
    account(email);
    int status = 202;
    for (int i = 0; i < 20 && status == 202; i++) {
      status = nobody.post("v1/password-resets", "{\"email\":\"" + email + "\"}").status();
    }
    assertEquals(429, status);
    // What was asked for last is handled last.
    account("after-the-flood@example.org");
    Awaitility.await().atMost(PATIENCE).until(() -> mailsTo(email).size() == 4);
  }

  @Test
  void mailThatWasPromisedComesThoughTheServerIsKilledAndTheMailServerAway() {
    String email = "patient@example.org";
    mail.stop();
    assertEquals(201, signUp(email).status());
    server.kill();
    mail = startMail();
    server.restart();
    assertEquals(201, confirm(token(mailTo(email, 1), "confirm")).status());
  }
}
