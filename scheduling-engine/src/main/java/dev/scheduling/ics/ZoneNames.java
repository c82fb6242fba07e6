package dev.scheduling.ics;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a TZID means by its name alone. */
final class ZoneNames {

  private static final Map<String, String> IDS = idsByLowerCase();

  /** {@code UTC+01:00} and {@code GMT-0330}, perhaps with words behind. */
  private static final Pattern OFFSET =
      Pattern.compile(
          "\\(?(?:UTC|GMT)\\s*([+-])(\\d{1,2})[:.]?(\\d{2})?\\b.*", Pattern.CASE_INSENSITIVE);

  private ZoneNames() {}

  private static Map<String, String> idsByLowerCase() {
    Map<String, String> ids = new HashMap<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      // ical4j, where an application uses it fully, adds ids for the VTIMEZONEs that it has read.
      if (!id.startsWith("ical4j")) {
        ids.put(id.toLowerCase(Locale.ROOT), id);
      }
    }
    return Map.copyOf(ids);
  }

  /** The ids of the tz database. */
  static Collection<String> ids() {
    return IDS.values();
  }

  /**
   * The zone that a name states: an id of the tz database in any case, one behind a vendor's
   * prefix, a Windows name, or an offset in the form that {@link ZoneText} writes. Null if it is
   * none of them.
   */
  static @Nullable ZoneId find(String name) {
    ZoneId zone = exact(name);
    if (zone == null && name.indexOf('/') >= 0) {
      zone = behindPrefix(name);
    }
    if (zone == null) {
      String windows = WindowsZones.find(name);
      zone = windows == null ? null : exact(windows);
    }
    return zone;
  }

  private static @Nullable ZoneId exact(String name) {
    if (name.equalsIgnoreCase("Z")) {
      return ZoneOffset.UTC;
    }
    String id = IDS.get(name.toLowerCase(Locale.ROOT));
    if (id != null) {
      return ZoneId.of(id);
    }
    if (name.startsWith("+")
        || name.startsWith("-")
        || name.startsWith("UTC")
        || name.startsWith("GMT")) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        return null;
      }
    }
    return null;
  }

  /** {@code /freeassociation.sourceforge.net/Tzfile/Europe/Berlin} ends with an id. */
  private static @Nullable ZoneId behindPrefix(String name) {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String id = IDS.get(name.substring(slash + 1).toLowerCase(Locale.ROOT));
      if (id != null) {
        return ZoneId.of(id);
      }
    }
    return null;
  }

  /** The offset that a name such as {@code GMT+0100 (Standard)} begins with, or null. */
  static @Nullable ZoneOffset offset(String name) {
    Matcher m = OFFSET.matcher(name);
    if (!m.matches()) {
      return null;
    }
    int minutes =
        Integer.parseInt(m.group(2)) * 60 + (m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
    if (minutes > 18 * 60) {
      return null;
    }
    return ZoneOffset.ofTotalSeconds(m.group(1).equals("-") ? -minutes * 60 : minutes * 60);
  }
}
