package dev.scheduling.server;

import dev.scheduling.server.ApiClient.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Everybody who may knock at a server that runs in this process, and what they knock for. */
final class AccessCast implements AutoCloseable {

  /** The kinds of callers, in the order of the table's columns. */
  enum Caller {
    OWNER,
    WRITER,
    READER,
    VIEWER,
    STRANGER,
    ADMINISTRATOR,
    ANONYMOUS,
    EXPIRED,
    REVOKED,
    WRONG_AUDIENCE
  }

  private static final Duration LONGER_THAN_A_TOKEN = Duration.ofMinutes(11);

  // The ids and the rest of the document's examples, for which the scene's own are put in.
  private static final String CALENDAR = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final String EVENT = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final String SESSION = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String APP_PASSWORD = "9f1c7a52-6f2b-4c39-8d5e-2b7f0a4c1e63";
  private static final String HOLD = "5a0e8b1c-3d47-4f6a-b9c2-8e1f7d60a4b5";
  private static final String REMINDER = "b1d6f0a3-92c4-4e7b-8a55-6c0e3f9d2714~2031-06-01";
  private static final String DEAD_LETTER = "90071992547";
  private static final String REFRESH_TOKEN = "the-refresh-token-of-the-answer-before";
  private static final String RESET_TOKEN = "the-token-of-a-reset-link";

  /** What there is to be asked for; all of it is the owner's. */
  final class Scene {

    private final String calendar;
    private final String event;
    private final Map<String, String> made = new HashMap<>();

    private Scene(String calendar, String event) {
      this.calendar = calendar;
      this.event = event;
    }

    String path() {
      return "v1/calendars/" + calendar;
    }

    String event() {
      return event;
    }

    /** A text of the document with what is here in the place of its examples. */
    String fill(String example, Caller caller) {
      String text =
          example
              .replace("{calendarId}", calendar)
              .replace(CALENDAR, calendar)
              .replace(EVENT, event)
              .replace("ada@example.org", emails.get(Caller.OWNER))
              .replace("bob@example.org", emails.get(Caller.READER))
              .replace("new@example.org", unique("new"))
              .replace("a password that is long", ApiClient.password(emails.get(Caller.OWNER)))
              .replace("the password until now", ApiClient.password(emails.get(caller)))
              .replace("the-token-of-the-link", ServerHere.SETUP_TOKEN);
      text = made(text, SESSION, AccessCast.this::otherSession);
      text = made(text, REFRESH_TOKEN, () -> signIn().json().get("refreshToken").asText());
      text = made(text, RESET_TOKEN, () -> server.resetToken(emails.get(Caller.OWNER)));
      text = made(text, APP_PASSWORD, this::appPassword);
      text = made(text, HOLD, this::hold);
      text = made(text, REMINDER, this::reminder);
      return made(text, DEAD_LETTER, this::deadLetter);
    }

    /** What is not always needed is made when it is asked for, once. */
    private String made(String text, String example, Supplier<String> maker) {
      return text.contains(example)
          ? text.replace(example, made.computeIfAbsent(example, ignored -> maker.get()))
          : text;
    }

    private String appPassword() {
      return created(
          client(Caller.OWNER)
              .post("v1/me/app-passwords", "{\"name\":\"Scene\",\"scopes\":[\"read\"]}"));
    }

    private String hold() {
      String body =
          "{\"calendarIds\":[\"%s\"],\"start\":\"2031-05-01T09:00:00Z\","
              + "\"end\":\"2031-05-01T10:00:00Z\",\"expiresIn\":\"PT1H\"}";
      return created(client(Caller.OWNER).post("v1/holds", body.formatted(calendar)));
    }

    private String reminder() {
      return server.ask(
          "SELECT reminder_id || '~' || occurrence FROM scheduling_reminder WHERE event_id = '%s'"
              .formatted(event));
    }

    /** A message that was given up, put where those are kept. */
    private String deadLetter() {
      String number = Long.toString(deadLetters.incrementAndGet());
      server.execute(
          """
          INSERT INTO scheduling_dead_letter (append_no, partition_no, message_id, message_key,
            message_type, content_type, headers, payload, not_before_ms, created_ms, attempts,
            cause, died_ms)
          VALUES (%1$s, 0, 'message-%1$s', 'key-%1$s', 'example', 'application/json', '{}', X'7b7d',
            0, 0, 1, 'it was refused', CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT))
          """
              .formatted(number));
      return number;
    }
  }

  private final ServerHere server =
      ServerHere.start(Map.of("RATE_LIMIT_ADDRESS", "0", "RATE_LIMIT_ACCOUNT", "0"));
  private final URI base = server.base();
  private final Map<Caller, ApiClient> clients = new EnumMap<>(Caller.class);
  private final Map<Caller, String> emails = new EnumMap<>(Caller.class);
  private final Map<String, ApiClient> programs = new HashMap<>();
  private final AtomicLong deadLetters = new AtomicLong(90_071_992_547L);

  private AccessCast() {}

  static AccessCast start() {
    AccessCast cast = new AccessCast();
    cast.assemble();
    return cast;
  }

  private void assemble() {
    clients.put(Caller.ANONYMOUS, ApiClient.anonymous(base));
    emails.put(Caller.ANONYMOUS, "nobody@example.org");
    renew(Caller.EXPIRED);
    server.pass(LONGER_THAN_A_TOKEN);
    for (Caller caller : Caller.values()) {
      if (caller != Caller.ANONYMOUS && caller != Caller.EXPIRED) {
        renew(caller);
      }
    }
  }

  private static String unique(String name) {
    return name.toLowerCase(Locale.ROOT)
        + "-"
        + UUID.randomUUID().toString().substring(0, 8)
        + "@example.org";
  }

  /** Makes a new account for a caller whose own may be gone; a token that is bad stays so. */
  void renew(Caller caller) {
    if (clients.containsKey(caller) && caller.compareTo(Caller.ADMINISTRATOR) > 0) {
      return;
    }
    String email = unique(caller.name().replace('_', '-'));
    if (caller == Caller.ADMINISTRATOR) {
      if (!emails.containsKey(caller)) {
        setUp(email);
      } else {
        makeAdministrator(email);
      }
    } else {
      ApiClient.withNewAccount(base, email);
    }
    emails.put(caller, email);
    ApiClient client = ApiClient.signedIn(base, email);
    switch (caller) {
      case REVOKED -> client.delete("v1/sessions/current", "*");
      case WRONG_AUDIENCE -> client = client.withToken(forOthers(client.accessToken()));
      default -> {}
    }
    clients.put(caller, client);
  }

  private void setUp(String email) {
    Reply reply =
        ApiClient.anonymous(base)
            .post(
                "v1/setup",
                "{\"token\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                    .formatted(ServerHere.SETUP_TOKEN, email, ApiClient.password(email)));
    if (reply.status() != 201) {
      throw new IllegalStateException("not set up: " + reply);
    }
  }

  /** There is one administrator, made at the set-up; a test may make another. */
  private void makeAdministrator(String email) {
    ApiClient.withNewAccount(base, email);
    server.execute("UPDATE account SET administrator = TRUE WHERE email = '" + email + "'");
  }

  /** The same token, signed by the server's own key, but meant for another service. */
  private String forOthers(String token) {
    ForgedTokens forged = ForgedTokens.like(server, token);
    return forged.with(forged.claims().audience("another-api"));
  }

  ApiClient client(Caller caller) {
    return clients.get(caller);
  }

  /** A program of the owner's, whose app password may read and write. */
  ApiClient programOfOwner() {
    return programs.computeIfAbsent(
        emails.get(Caller.OWNER),
        owner -> {
          String body = "{\"name\":\"Program\",\"scopes\":[\"read\",\"write\"]}";
          Reply made = client(Caller.OWNER).post("v1/me/app-passwords", body);
          created(made);
          return client(Caller.OWNER).withToken(made.json().get("secret").asText());
        });
  }

  private Reply signIn() {
    String email = emails.get(Caller.OWNER);
    return ApiClient.anonymous(base)
        .post(
            "v1/sessions",
            "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, ApiClient.password(email)));
  }

  /** The id of a session of the owner that is not the one in use. */
  private String otherSession() {
    signIn();
    for (var session : client(Caller.OWNER).get("v1/sessions").json().get("items")) {
      if (!session.get("current").asBoolean()) {
        return session.get("id").asText();
      }
    }
    throw new IllegalStateException("the owner has one session only");
  }

  /** A new calendar of the owner with an event in it, shared with those whose names say so. */
  Scene scene() {
    ApiClient owner = client(Caller.OWNER);
    String calendar = created(owner.post("v1/calendars", "{\"name\":\"Scene\"}"));
    share(owner, calendar, Caller.WRITER, "write");
    share(owner, calendar, Caller.READER, "read");
    share(owner, calendar, Caller.VIEWER, "freeBusy");
    String event =
        "{\"title\":\"Scene\",\"start\":{\"date\":\"2031-06-01\"},\"reminders\":"
            + "[{\"trigger\":{\"offset\":\"-PT15M\",\"relativeTo\":\"start\"}}]}";
    return new Scene(calendar, created(owner.post("v1/calendars/" + calendar + "/events", event)));
  }

  private void share(ApiClient owner, String calendar, Caller with, String access) {
    Reply reply =
        owner.put(
            "v1/calendars/" + calendar + "/shares",
            "{\"email\":\"%s\",\"access\":\"%s\"}".formatted(emails.get(with), access));
    if (reply.status() != 200) {
      throw new IllegalStateException("not shared: " + reply);
    }
  }

  private static String created(Reply reply) {
    if (reply.status() != 201) {
      throw new IllegalStateException("not made: " + reply);
    }
    return reply.json().get("id").asText();
  }

  @Override
  public void close() {
    server.close();
  }
}
