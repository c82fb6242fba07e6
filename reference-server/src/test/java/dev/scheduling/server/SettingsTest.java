package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  @Test
  void anEmptyEnvironmentMeansTheDefaults() {
    Settings settings = Settings.from(Map.of());
    assertEquals("127.0.0.1", settings.host());
    assertEquals(8080, settings.port());
    assertEquals(8081, settings.realtimePort());
    assertTrue(settings.dataDirectory().endsWith("data"));
    assertFalse(settings.signUpOpen());
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    WrongSettingsException e =
        assertThrows(
            WrongSettingsException.class,
            () ->
                Settings.from(
                    Map.of(
                        "PORT", "80800",
                        "REALTIME_PORT", "http",
                        "DATABASE_URL", "postgres://user:hidden@host/db",
                        "PUBLIC_URL", "calendar.example.org",
                        "SETUP_TOKEN", "abc",
                        "SIGN_UP", "maybe",
                        "TRUSTED_PROXIES", "proxy.example.org",
                        "CORS_ORIGINS", "*",
                        "RATE_LIMIT_ACCOUNT", "-1")));
    for (String name :
        new String[] {
          "PORT",
          "REALTIME_PORT",
          "DATABASE_URL",
          "PUBLIC_URL",
          "SETUP_TOKEN",
          "SIGN_UP",
          "TRUSTED_PROXIES",
          "CORS_ORIGINS",
          "RATE_LIMIT_ACCOUNT"
        }) {
      assertTrue(e.getMessage().contains("\n  " + name + " "), e::getMessage);
    }
    assertFalse(e.getMessage().contains("hidden"), "an address may hold a password");
  }

  @Test
  void noSecretIsInTheTextOfTheSettings() {
    Settings settings =
        Settings.from(
            Map.of(
                "DATABASE_URL", "jdbc:postgresql://host/db?password=hidden1",
                "DATABASE_PASSWORD", "hidden2",
                "SETUP_TOKEN", "hidden3-and-long-enough"));
    assertFalse((settings.toString() + settings.database()).contains("hidden"));
  }
}
