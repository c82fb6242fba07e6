package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the page's files without a browser. */
final class WebFilesTest {

  private static final Path WEB = Path.of("src/main/resources/web");
  private static final Path BUNDLE = WEB.resolve("vendor/fullcalendar/index.global.min.js");
  private static final String BUNDLE_SHA_256 =
      "4e72ff169af857bbb8fee626364949d570424b00df36c01bd087a9580371515e";

  private static final List<String> PAGES = List.of("index.html", "docs.html");

  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=");
  private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");
  private static final Pattern KEY = Pattern.compile("(?m)^ {2}(?:'([^']+)'|([A-Za-z]+))(?=:)");
  private static final Pattern USED =
      Pattern.compile("(?<![A-Za-z.])(?:app\\.text|this\\.#text|t)\\(\\s*'([^']+)'");
  private static final Pattern ELSEWHERE = Pattern.compile("(?:https?:)?//[a-z0-9.-]+\\.[a-z]{2,}");
  private static final Pattern MARKUP =
      Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(");

  @Test
  void thePageHasNeitherInlineScriptsNorInlineStyles() throws IOException {
    for (String page : PAGES) {
      String html = Files.readString(WEB.resolve(page));
      assertFalse(INLINE.matcher(html).find(), html);
    }
  }

  @Test
  void noScriptWritesMarkup() throws IOException {
    for (Path script : ours(".js")) {
      assertFalse(MARKUP.matcher(Files.readString(script)).find(), script.toString());
    }
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    List<Path> files = new ArrayList<>(ours(".js"));
    files.addAll(ours(".css"));
    PAGES.forEach(page -> files.add(WEB.resolve(page)));
    for (Path file : files) {
      String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
      assertFalse(ELSEWHERE.matcher(text).find(), file.toString());
    }
  }

  @Test
  void everyImportNamesAFile() throws IOException {
    int imports = 0;
    for (Path script : ours(".js")) {
      for (String target : found(IMPORT, Files.readString(script))) {
        assertTrue(Files.exists(script.resolveSibling(target)), script + " imports " + target);
        imports++;
      }
    }
    assertTrue(imports > 50, "imports found: " + imports);
  }

  @Test
  void theLanguagesHaveTheSameTexts() throws IOException {
    SortedSet<String> english = keys("en.js");
    assertTrue(english.size() > 100, "texts found: " + english.size());
    assertEquals(english, keys("ko.js"));
  }

  @Test
  void everyTextThatIsShownExists() throws IOException {
    SortedSet<String> known = keys("en.js");
    SortedSet<String> used = new TreeSet<>();
    for (Path script : ours(".js")) {
      used.addAll(found(USED, Files.readString(script)));
    }
    assertTrue(used.size() > 80, "uses found: " + used.size());
    used.removeAll(known);
    assertEquals(new TreeSet<>(), used);
  }

  @Test
  void theVendoredBundleIsTheOneThatWasPublished() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(BUNDLE));
    assertEquals(BUNDLE_SHA_256, HexFormat.of().formatHex(digest));
    String readme = Files.readString(BUNDLE.resolveSibling("README.md"));
    assertTrue(readme.contains(BUNDLE_SHA_256), readme);
    assertTrue(Files.exists(BUNDLE.resolveSibling("LICENSE.md")));
  }

  private static List<Path> ours(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(WEB)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.startsWith(WEB.resolve("vendor")))
          .sorted()
          .toList();
    }
  }

  private static SortedSet<String> keys(String dictionary) throws IOException {
    return new TreeSet<>(found(KEY, Files.readString(WEB.resolve("js/texts").resolve(dictionary))));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(WebFilesTest::group).toList();
  }

  private static String group(MatchResult match) {
    return match.group(1) != null ? match.group(1) : match.group(2);
  }
}
