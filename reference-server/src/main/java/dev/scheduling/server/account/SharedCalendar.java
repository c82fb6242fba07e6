package dev.scheduling.server.account;

import dev.scheduling.CalendarId;

/**
 * A calendar that somebody else shares with an account. Immutable and thread-safe.
 *
 * @param calendar which
 * @param level what the account may do with it
 * @param owner the address of who shares it
 * @param ownerName the name of who shares it; may be empty
 */
public record SharedCalendar(
    CalendarId calendar, AccessLevel level, EmailAddress owner, String ownerName) {}
