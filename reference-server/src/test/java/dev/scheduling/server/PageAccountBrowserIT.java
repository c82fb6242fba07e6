package dev.scheduling.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Playwright;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One's own account in a real browser, on a server that sends mail. */
@Timeout(300)
final class PageAccountBrowserIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PASSWORD = "a quiet afternoon in March";
  private static final String FRESH = "a loud evening in October";
  private static final Pattern LINK = Pattern.compile("http://\\S+/(#(?:confirm|reset)=\\S+)");

  private static GreenMail mail;
  private static ServerProcess server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    server =
        ServerProcess.start(
            Map.of(
                "SMTP_URL",
                "smtp://127.0.0.1:" + mail.getSmtp().getPort(),
                "MAIL_FROM",
                "calendar@example.org"));
    SecretWatch.register(PASSWORD);
    SecretWatch.register(FRESH);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    playwright.close();
    server.close();
    mail.stop();
  }

  private static String linkOfMail(int number) throws Exception {
    Awaitility.await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length >= number);
    MimeMessage message = mail.getReceivedMessages()[number - 1];
    Matcher link = LINK.matcher(message.getContent().toString());
    assertTrue(link.find(), () -> "no link");
    return "/" + link.group(1);
  }

  @Test
  void accountIsMadeForgottenChangedAndDeletedInThePage() throws Exception {
    try (BrowserVisitor ada = new BrowserVisitor(browser, server.baseUrl(), 1280, 860)) {
      ada.open("/#/sign-up");
      ada.label("E-mail address").fill("ada@example.org");
      ada.label("Password").fill(PASSWORD);
      ada.button("Create account").click();
      assertThat(ada.toast("Follow its link, then sign in")).isVisible();
      ada.open(linkOfMail(1));
      assertThat(ada.button("Confirm")).isVisible();
      assertFalse(ada.page().url().contains("confirm="), "the token leaves the address");
      ada.button("Confirm").click();
      assertThat(ada.toast("The address is confirmed")).isVisible();

      ada.page().getByText("Forgot your password?").click();
      ada.label("E-mail address").fill("ada@example.org");
      ada.button("Send the link").click();
      assertThat(ada.toast("If there is an account with this address")).isVisible();
      ada.open(linkOfMail(2));
      ada.label("Password").fill(FRESH);
      ada.button("Set the password").click();
      assertThat(ada.toast("The password is set")).isVisible();

      ada.signIn("ada@example.org", FRESH);
      ada.page().evaluate("location.hash = '#/settings'");
      assertThat(ada.page().getByText("This session")).isVisible();
      ada.label("Current password").fill(FRESH);
      ada.label("New password").fill(PASSWORD);
      ada.button("Change the password").click();
      assertThat(ada.toast("The password is changed")).isVisible();

      ada.label("Name of the program").fill("Phone");
      ada.button("Make a password").click();
      assertThat(ada.page().locator(".made-secret code")).containsText("scheduling_");
      SecretWatch.register(ada.page().locator(".made-secret code").textContent());
      assertThat(ada.page().getByText("Phone")).isVisible();

      Download file = ada.page().waitForDownload(() -> ada.button("Download everything").click());
      assertEquals("scheduling-export.zip", file.suggestedFilename());

      ada.button("Delete the account").click();
      ada.dialog("Delete this account?").getByText("Delete the account").last().click();
      assertThat(ada.button("Sign in")).isVisible();
      assertEquals(List.of(), ada.complaints());
    }
  }
}
