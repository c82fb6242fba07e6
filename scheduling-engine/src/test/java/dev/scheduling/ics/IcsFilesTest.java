package dev.scheduling.ics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole files: the project's own, and with {@code -Dics.folder=…} those of a folder, where {@code
 * valid-} and {@code invalid-} begin the names.
 */
class IcsFilesTest {

  private static Path folder() throws URISyntaxException {
    String given = System.getProperty("ics.folder");
    if (given != null) {
      return Path.of(given);
    }
    URL own = Objects.requireNonNull(IcsFilesTest.class.getResource("/ics"));
    return Path.of(own.toURI());
  }

  private static List<Path> files(String prefix) throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(folder())) {
      List<Path> files =
          all.filter(file -> file.getFileName().toString().startsWith(prefix))
              .filter(file -> file.getFileName().toString().endsWith(".ics"))
              .sorted()
              .toList();
      assertFalse(files.isEmpty(), "no file " + prefix + "*.ics in " + folder());
      return files;
    }
  }

  static List<Path> validFiles() throws IOException, URISyntaxException {
    return files("valid-");
  }

  static List<Path> invalidFiles() throws IOException, URISyntaxException {
    return files("invalid-");
  }

  private static int count(byte[] file, String line) {
    String unfolded = new String(file, StandardCharsets.ISO_8859_1);
    return (int) unfolded.lines().filter(line::equals).count();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validFiles")
  void validFileImportsWhole(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    IcsContent content = Samples.read(file);
    List<SkippedComponent> skipped =
        content.skipped().stream().filter(s -> s.component().equals("VEVENT")).toList();
    assertEquals(List.of(), skipped);
    int changes = content.events().stream().mapToInt(event -> event.overrides().size()).sum();
    assertEquals(count(file, "BEGIN:VEVENT"), content.events().size() + changes);
    assertEquals(
        count(file, "BEGIN:VTODO") + count(file, "BEGIN:VJOURNAL") + count(file, "BEGIN:VFREEBUSY"),
        content.skipped().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validFiles")
  void whatIsWrittenOfAFileReadsBackUnchanged(Path path) throws IOException {
    List<Event> events = Samples.read(Files.readAllBytes(path)).events();
    String text = IcsWriter.standard().toText(Samples.BERLIN, events);
    IcsContent again = Samples.read(text);
    assertEquals(List.of(), again.skipped());
    assertAll(
        Stream.iterate(0, i -> i < events.size(), i -> i + 1)
            .map(i -> () -> SameEvent.check(events.get(i), again.events().get(i))));
    assertEquals(text, IcsWriter.standard().toText(Samples.BERLIN, again.events()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidFiles")
  void invalidFileImportsWhatCanBeUnderstoodAndNamesTheRest(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    boolean truncated =
        count(file, "BEGIN:VCALENDAR") > count(file, "END:VCALENDAR")
            || count(file, "BEGIN:VEVENT") > count(file, "END:VEVENT")
                && count(file, "END:VCALENDAR") == 0;
    if (truncated) {
      InvalidIcsException refused =
          assertThrows(InvalidIcsException.class, () -> Samples.read(file));
      assertTrue(refused.getMessage().contains("truncated"), refused.getMessage());
    }
    IcsContent content = IcsReader.standard().keepingWhatIsComplete().read(file, Samples.BERLIN);
    int events = count(file, "BEGIN:VEVENT");
    int skippedEvents =
        (int) content.skipped().stream().filter(s -> s.component().equals("VEVENT")).count();
    int changes = content.events().stream().mapToInt(event -> event.overrides().size()).sum();
    assertEquals(events, content.events().size() + changes + skippedEvents);
    assertTrue(
        !content.skipped().isEmpty() || !content.warnings().isEmpty(), "nothing was reported");
    content.skipped().forEach(skipped -> assertFalse(skipped.reason().isBlank()));
  }
}
