package dev.scheduling.ics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The zones that Windows names mean, from a table of CLDR. */
final class WindowsZones {

  private static final Map<String, String> BY_NAME = load();

  private WindowsZones() {}

  /** The tz database's id for a Windows name in any case, or null if it is none. */
  static @Nullable String find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /** The zones of the table: at least one for every set of rules that is in use. */
  static Iterable<String> zones() {
    return BY_NAME.values();
  }

  private static Map<String, String> load() {
    Map<String, String> byName = new LinkedHashMap<>();
    try (InputStream in =
            Objects.requireNonNull(
                WindowsZones.class.getResourceAsStream("windows-zones.tsv"), "windows-zones.tsv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int tab = line.indexOf('\t');
        if (tab > 0 && line.charAt(0) != '#') {
          byName.put(line.substring(0, tab).toLowerCase(Locale.ROOT), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byName;
  }
}
