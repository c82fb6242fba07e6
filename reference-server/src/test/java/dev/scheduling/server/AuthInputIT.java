package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.scheduling.server.ApiClient.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried on tokens, sign-ins, links and cookies, on a server whose clock is moved. */
final class AuthInputIT {

  private static final String FRESH = "another long sentence";

  private static ServerHere server;
  private static ApiClient nobody;

  @BeforeAll
  static void start() {
    server = ServerHere.start(Map.of("TRUSTED_PROXIES", "127.0.0.0/8, ::1"));
    nobody = ApiClient.anonymous(server.base());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient account(String email) {
    return ApiClient.withNewAccount(server.base(), email);
  }

  private static Reply signIn(String email, String password) {
    return signIn(email, password, "203.0.113.1");
  }

  private static Reply signIn(String email, String password, String address) {
    String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    return nobody.send(
        nobody.request("POST", "v1/sessions", body).header("X-Forwarded-For", address));
  }

  private static void assertRefused(String token) {
    Reply reply = nobody.withToken(token).get("v1/me");
    assertEquals(401, reply.status(), token);
    assertEquals("Bearer", reply.header("WWW-Authenticate"));
  }

  private static void assertTaken(String token) {
    assertEquals(200, nobody.withToken(token).get("v1/me").status(), token);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenThatIsNotSignedByTheServerIsRefused() throws JOSEException {
    String real = account("unsigned@example.org").accessToken();
    assertTaken(real);
    String[] parts = real.split("\\.");
    for (String algorithm : List.of("none", "None", "NONE", "nOnE")) {
      String head = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\"}");
      assertRefused(head + "." + parts[1] + ".");
      assertRefused(head + "." + parts[1] + "." + parts[2]);
    }
    assertRefused(parts[0] + "." + parts[1] + ".");
    assertRefused(real + ".");
    assertRefused(real + "." + parts[2]);
    assertRefused("." + real);
    assertRefused("x".repeat(64 << 10));

    ForgedTokens forged = ForgedTokens.like(server, real);
    String id = forged.key().getKeyID();
    JWSHeader mac =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(forged.header().build().getType())
            .keyID(id)
            .build();
    byte[] publicKey = forged.key().toECPublicKey().getEncoded();
    assertRefused(ForgedTokens.signed(mac, forged.claims(), new MACSigner(publicKey)));
  }

  @Test
  void aTokenDoesNotChooseTheKeyThatProvesIt() throws JOSEException {
    ForgedTokens forged = ForgedTokens.like(server, account("own-key@example.org").accessToken());
    assertTaken(forged.with(forged.claims()));
    ECDSASigner ours = new ECDSASigner(forged.key());
    for (String id : List.of("../../dev/null", "' OR 1=1--", "", "unknown")) {
      assertRefused(ForgedTokens.signed(forged.header().keyID(id).build(), forged.claims(), ours));
    }
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID(forged.key().getKeyID()).generate();
    ECDSASigner theirs = new ECDSASigner(key);
    URI elsewhere = URI.create("https://evil.example.org/keys");
    for (JWSHeader header :
        List.of(
            forged.header().build(),
            forged.header().jwk(key.toPublicJWK()).build(),
            forged.header().jwkURL(elsewhere).build(),
            forged.header().x509CertURL(elsewhere).build(),
            forged.header().keyID("theirs").jwk(key.toPublicJWK()).build())) {
      assertRefused(ForgedTokens.signed(header, forged.claims(), theirs));
    }
  }

  @Test
  void aTokenIsGoodInItsTimeAndForThisServiceAlone() {
    ForgedTokens forged = ForgedTokens.like(server, account("timely@example.org").accessToken());
    Instant now = server.now();
    assertTaken(forged.with(forged.claims().expirationTime(Date.from(now.plusSeconds(120)))));
    assertRefused(forged.with(forged.claims().expirationTime(Date.from(now.minusSeconds(1)))));
    assertTaken(forged.with(forged.claims().notBeforeTime(Date.from(now.minusSeconds(1)))));
    assertRefused(forged.with(forged.claims().notBeforeTime(Date.from(now.plusSeconds(120)))));
    assertRefused(forged.with(forged.claims().issuer("another")));
    assertRefused(forged.with(forged.claims().audience("another-api")));
    assertRefused(forged.with(forged.claims().audience(List.of("another-api", "scheduling-api"))));
  }

  @Test
  void oneKindOfTokenIsNoGoodInThePlaceOfTheOther() {
    account("kinds@example.org");
    Reply session = signIn("kinds@example.org", ApiClient.password("kinds@example.org"));
    String access = session.json().get("accessToken").asText();
    assertRefused(session.json().get("refreshToken").asText());
    assertEquals(
        401, nobody.post("v1/sessions/refresh", "{\"refreshToken\":\"" + access + "\"}").status());
    assertTaken(access);
  }

  @Test
  void aTokenOfAnAccountThatIsGoneOrHasAnotherPasswordIsRefused() {
    ApiClient gone = account("gone@example.org");
    ForgedTokens forged = ForgedTokens.like(server, gone.accessToken());
    String other = account("stays@example.org").get("v1/me").json().get("id").asText();
    assertRefused(forged.with(forged.claims().subject(other)));
    assertEquals(204, gone.delete("v1/me", "*").status());
    assertRefused(gone.accessToken());

    ApiClient before = account("changes@example.org");
    String change =
        "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}"
            .formatted(ApiClient.password("changes@example.org"), FRESH);
    Reply changed = before.post("v1/me/password", change);
    assertRefused(before.accessToken());
    assertTaken(changed.json().get("accessToken").asText());
  }

  @Test
  void unknownAddressesCostAsMuchTimeAsWrongPasswords() {
    account("timed@example.org");
    List<Long> unknown = new ArrayList<>();
    List<Long> wrong = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // In turn, so that both are made by code that is as warm.
      wrong.add(nanosOf("timed@example.org"));
      unknown.add(nanosOf("untimed-" + i + "@example.org"));
      // Guesses of long ago are forgotten, so that nobody has to wait.
      server.pass(Duration.ofHours(2));
    }
    // The quickest of each: whatever else the machine does only adds to them.
    double ratio = (double) Collections.min(unknown) / Collections.min(wrong);
    // Without the hash it is a tenth.
    assertTrue(ratio > 0.4 && ratio < 2.5, "unknown takes " + ratio + " times as long as wrong");
  }

  private static long nanosOf(String email) {
    long start = System.nanoTime();
    Reply reply = signIn(email, "not the password");
    long nanos = System.nanoTime() - start;
    assertEquals(401, reply.status(), reply::toString);
    assertEquals("the e-mail address or password is wrong", reply.json().get("detail").asText());
    return nanos;
  }

  @Test
  void whoGuessesHasToWaitButItsVictimDoesNot() {
    String victim = "victim@example.org";
    account(victim);
    String guesser = "198.51.100.1";
    List<Integer> guesses =
        Stream.generate(() -> signIn(victim, "a guess", guesser).status()).limit(10).toList();
    assertEquals(429, guesses.get(9), guesses::toString);
    assertEquals(
        429,
        signIn(victim, ApiClient.password(victim), guesser).status(),
        "a right guess does not help");
    assertEquals(201, signIn(victim, ApiClient.password(victim), "198.51.100.2").status());
    server.pass(Duration.ofMinutes(15));
    assertEquals(201, signIn(victim, ApiClient.password(victim), guesser).status(), "not for ever");
  }

  @Test
  void anAddressThatGuessesAtManyAccountsHasToWait() {
    String guesser = "198.51.100.3";
    account("bystander@example.org");
    List<Integer> guesses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      guesses.add(signIn("spread-" + i + "@example.org", "a guess", guesser).status());
    }
    assertEquals(429, guesses.get(39), guesses::toString);
    String password = ApiClient.password("bystander@example.org");
    assertEquals(429, signIn("bystander@example.org", password, guesser).status());
    assertEquals(201, signIn("bystander@example.org", password, "198.51.100.4").status());
  }

  @Test
  void aPasswordOfAMegabyteIsNotHashed() {
    String huge = "x".repeat(1_000_000);
    ApiClient ada = account("huge@example.org");
    assertEquals(400, signIn("huge@example.org", huge).status());
    String change = "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}";
    assertEquals(400, ada.post("v1/me/password", change.formatted(huge, FRESH)).status());
    assertEquals(400, ada.post("v1/me/password", change.formatted(FRESH, huge)).status());
    for (String path : List.of("v1/accounts", "v1/setup", "v1/password-resets/redeem")) {
      String body = "{\"token\":\"x\",\"email\":\"h@example.org\",\"password\":\"%s\"}";
      assertEquals(400, nobody.post(path, body.formatted(huge)).status(), path);
    }
  }

  @Test
  void aPasswordCountsToItsLastCharacterAndHasNoNul() {
    String email = "long@example.org";
    String first = "x".repeat(100);
    String body = "{\"email\":\"%s\",\"password\":\"%s\"}";
    assertEquals(201, nobody.post("v1/accounts", body.formatted(email, first + "a")).status());
    assertEquals(401, signIn(email, first + "b").status());
    assertEquals(401, signIn(email, first).status());
    assertEquals(201, signIn(email, first + "a").status());
    String nul = "eight888\\u0000rest";
    assertEquals(422, nobody.post("v1/accounts", body.formatted("nul@example.org", nul)).status());
    assertEquals(422, signIn(email, nul).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "a..b@example.org",
        ".a@example.org",
        "a.@example.org",
        "\\u0430da@example.org",
        "ada@\\u0435xample.org",
        "ada@example.org\\r\\nBcc: eve@example.org",
        "ada@example.org\\u0000"
      })
  void anAddressThatIsNoneOrLooksLikeAnotherIsRefused(String email) {
    String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, FRESH);
    Reply reply = nobody.post("v1/accounts", body);
    assertEquals(422, reply.status(), reply::toString);
  }

  @Test
  void anAddressIsTakenInEveryCaseAndHasAnEnd() {
    account("case@example.org");
    String body = "{\"email\":\"%s\",\"password\":\"" + FRESH + "\"}";
    assertEquals(409, nobody.post("v1/accounts", body.formatted("CASE@Example.ORG")).status());
    String longest = "a".repeat(64) + "@" + "b.".repeat(150) + "example.org";
    assertTrue(longest.length() > 320);
    assertEquals(422, nobody.post("v1/accounts", body.formatted(longest)).status());
  }

  private static Reply redeem(String token, String password) {
    return nobody.post(
        "v1/password-resets/redeem",
        "{\"token\":\"%s\",\"password\":\"%s\"}".formatted(token, password));
  }

  @Test
  void aLinkToANewPasswordIsForOneAccountOnceAndForAnHour() {
    account("forgot@example.org");
    account("remembers@example.org");
    String token = server.resetToken("forgot@example.org");
    String second = server.resetToken("forgot@example.org");
    assertEquals(204, redeem(token, FRESH).status());
    assertEquals(403, redeem(token, "yet another sentence").status(), "used");
    assertEquals(403, redeem(second, "yet another sentence").status(), "the account has moved on");
    assertEquals(201, signIn("forgot@example.org", FRESH).status());
    assertEquals(401, signIn("remembers@example.org", FRESH).status());
    String others = ApiClient.password("remembers@example.org");
    assertEquals(201, signIn("remembers@example.org", others).status());
    String late = server.resetToken("remembers@example.org");
    server.pass(Duration.ofMinutes(61));
    assertEquals(403, redeem(late, FRESH).status());
  }

  @Test
  void aCookieIsSentOverTlsAndForTheServersOwnPageAlsoWhereAnotherMayCall() {
    String friend = "https://app.example.org";
    String own = "https://calendar.example.org";
    try (ServerHere secure =
        ServerHere.start(Map.of("PUBLIC_URL", own + "/", "CORS_ORIGINS", friend))) {
      ApiClient anyone = ApiClient.anonymous(secure.base());
      ApiClient.withNewAccount(secure.base(), "ada@example.org");
      Reply session =
          anyone.post(
              "v1/sessions",
              "{\"email\":\"ada@example.org\",\"cookie\":true,\"password\":\"%s\"}"
                  .formatted(ApiClient.password("ada@example.org")));
      String cookie = session.header("Set-Cookie");
      for (String attribute : List.of("; Secure", "; HttpOnly", "; SameSite=Strict")) {
        assertTrue(cookie.contains(attribute), cookie);
      }
      String pair = cookie.substring(0, cookie.indexOf(';'));
      for (String origin :
          List.of(friend, "null", own + ".evil.example", "https://evil.example.org")) {
        assertEquals(403, refresh(anyone, pair, origin).status(), origin);
      }
      assertEquals(200, refresh(anyone, pair, own).status());
    }
  }

  private static Reply refresh(ApiClient anyone, String cookie, String origin) {
    return anyone.send(
        anyone
            .request("POST", "v1/sessions/refresh", "{}")
            .header("Cookie", cookie)
            .header("Origin", origin));
  }

  @Test
  void anAppPasswordThatMayReadChangesNothing() {
    ApiClient ada = account("reads@example.org");
    String secret =
        ada.post("v1/me/app-passwords", "{\"name\":\"Phone\",\"scopes\":[\"read\"]}")
            .json()
            .get("secret")
            .asText();
    ApiClient phone = nobody.withToken(secret);
    String calendar = "v1/calendars/" + ada.firstCalendar();
    assertEquals(200, phone.get(calendar).status());
    for (Reply reply :
        List.of(
            phone.put(calendar + "/shares", "{\"email\":\"a@example.org\",\"access\":\"read\"}"),
            phone.patch(calendar, "*", "{\"name\":\"B\"}"),
            phone.delete(calendar, "*"),
            phone.post("v1/calendars", "{\"name\":\"B\"}"))) {
      assertEquals(403, reply.status(), reply::toString);
    }
    String pair = "reads@example.org:" + ApiClient.password("reads@example.org");
    Reply main =
        nobody.send(
            nobody
                .request("GET", "v1/calendars", "")
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    assertEquals(401, main.status(), "the account's own password is for signing in");
  }
}
