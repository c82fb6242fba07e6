package dev.scheduling.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.outbox.RefusedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message of the engine may say, and that what it may not is refused and never retried. */
class FlatJsonTest {

  @Test
  void valuesAreReadAndTheEnvelopeIsLeftOutOfTheData() {
    FlatJson json = read("{'kind':'k','owner':'o-1','title':'회의 ☕','count':3,'done':true}");

    assertEquals("k", json.required("kind"));
    assertEquals(OwnerId.of("o-1"), json.owner());
    assertEquals(Optional.empty(), json.value("nothing"));
    assertEquals("{\"title\":\"회의 ☕\",\"count\":3,\"done\":true}", json.data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "{'kind':", "{'kind':'k'", "{'kind' 'k'}", "{'kind':tru}"})
  void textThatIsNotJsonIsRefused(String text) {
    assertEquals("the message is not JSON", refusal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "'text'", "null"})
  void whatIsNoObjectIsRefused(String text) {
    assertEquals("the message is not a JSON object", refusal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'list':[1]}", "{'list':{}}"})
  void memberThatIsNoSingleValueIsNamed(String text) {
    assertTrue(refusal(text).contains("field list"), refusal(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          {},the message has no field owner
          "{'owner':''}",the message names no owner
          """)
  void messageThatNamesNoOwnerIsRefused(String text, String cause) {
    FlatJson json = read(text);

    assertEquals(cause, assertThrows(RefusedException.class, json::owner).getMessage());
  }

  private static String refusal(String text) {
    return assertThrows(RefusedException.class, () -> read(text)).getMessage();
  }

  private static FlatJson read(String text) {
    return FlatJson.read(text.replace('\'', '"').getBytes(UTF_8));
  }
}
