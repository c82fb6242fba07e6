/**
 * Calendars, events and their occurrences, in the terms of RFC 5545.
 *
 * <p>Ports: {@link dev.scheduling.calendar.CalendarStore}.
 */
@NullMarked
package dev.scheduling.calendar;

import org.jspecify.annotations.NullMarked;
