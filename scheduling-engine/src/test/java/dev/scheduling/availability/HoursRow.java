package dev.scheduling.availability;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Working hours as a test writes them down, and what they mean, word for word, at one instant. */
record HoursRow(List<Layer> layers) {

  /** Hours from one time to another on some days; midnight ends a day, an earlier end the next. */
  record Weekly(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    boolean holds(Instant instant) {
      ZonedDateTime now = instant.atZone(zone);
      LocalTime time = now.toLocalTime();
      boolean reachesOn = !to.isAfter(from);
      boolean today = days.contains(now.getDayOfWeek()) && !time.isBefore(from);
      boolean yesterday = days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to);
      return reachesOn ? today || yesterday : today && time.isBefore(to);
    }
  }

  /** What stands from one instant to another, and on single dates of a zone. */
  record Layer(
      Instant from,
      Instant to,
      List<Weekly> weekly,
      ZoneId zoneOfDates,
      Map<LocalDate, List<LocalTime>> dates) {

    boolean covers(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }

    boolean holds(Instant instant) {
      ZonedDateTime there = instant.atZone(zoneOfDates);
      List<LocalTime> own = dates.get(there.toLocalDate());
      if (own == null) {
        return weekly.stream().anyMatch(hours -> hours.holds(instant));
      }
      for (int i = 0; i < own.size(); i += 2) {
        boolean toMidnight = !own.get(i + 1).isAfter(own.get(i));
        LocalTime time = there.toLocalTime();
        if (!time.isBefore(own.get(i)) && (toMidnight || time.isBefore(own.get(i + 1)))) {
          return true;
        }
      }
      return false;
    }
  }

  boolean isOpen(Instant instant) {
    boolean open = true;
    for (Layer layer : layers) {
      open = layer.covers(instant) ? layer.holds(instant) : open;
    }
    return open;
  }

  WorkingHours toWorkingHours() {
    WorkingHours hours = WorkingHours.always();
    for (Layer layer : layers) {
      WorkingHours.Builder builder =
          WorkingHours.in(layer.zoneOfDates()).from(layer.from()).to(layer.to());
      layer.dates().forEach((date, times) -> builder.date(date, times.toArray(LocalTime[]::new)));
      for (Weekly weekly : layer.weekly()) {
        builder
            .then(weekly.zone())
            .on(weekly.from(), weekly.to(), weekly.days().toArray(DayOfWeek[]::new));
      }
      hours = hours.overriddenBy(builder.build());
    }
    return hours;
  }
}
