package dev.scheduling.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  @ParameterizedTest
  @CsvSource({
    "5,    >= 5,  true",
    "4.99, >= 5,  false",
    "499,  < 500, true",
    "500,  < 500, false",
    "5,    <= 5,  true",
    "5.01, <= 5,  false",
    "1.5,  > 1,   true",
    "1,    > 1,   false",
    "0,    = 0,   true",
    "0.01, = 0,   false"
  })
  void targetDecidesWhetherTheFigureHolds(double value, String target, boolean holds) {
    assertEquals(holds, Figure.of("a.b", "what", value, "times", target).holds());
  }

  @Test
  void whatAFileSaysAboutHoldingIsNotBelieved() {
    var written =
        new Figure("a.b", "what", BigDecimal.ONE, "times", ">= 5", true, "", "", "./bench a");
    assertFalse(written.holds());
  }

  @ParameterizedTest
  @CsvSource({
    "12.3456, 12.3",
    "0.0456789, 0.0457",
    "5.0, 5",
    "12345.6, 12346",
    "0.0, 0",
    "120, 120"
  })
  void valueKeepsThreeSignificantDigits(double value, String text) {
    assertEquals(text, Figure.of("a.b", "what", value, "ns", "< 500").value().toPlainString());
  }

  @Test
  void targetWithoutAComparisonIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Figure.of("a.b", "what", 1, "ns", "500"));
    assertTrue(refused.getMessage().contains("\">= 5\""), refused.getMessage());
  }

  @Test
  void valueThatIsNoNumberIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Figure.of("a.b", "what", Double.NaN, "ns", "< 500"));
  }
}
