package dev.scheduling.server.http;

import static dev.scheduling.server.http.Access.ADMINISTRATOR;
import static dev.scheduling.server.http.Access.ANYONE;
import static dev.scheduling.server.http.Access.READ;
import static dev.scheduling.server.http.Access.SIGNED_IN;
import static dev.scheduling.server.http.Access.WRITE;

import dev.scheduling.server.json.Json;
import io.javalin.config.RoutesConfig;
import java.util.function.BooleanSupplier;

/**
 * Every path of the server. What stands here stands in {@code openapi.json} too, and a line in
 * docs/access.md says who may use it; tests hold the three together.
 *
 * @param accounts making accounts
 * @param me one's own account
 * @param passwords choosing another password
 * @param appPasswords passwords for programs
 * @param exports taking all of one's data along
 * @param sessions signing in and out
 * @param calendars calendars
 * @param shares with whom calendars are shared
 * @param events making and reading events
 * @param eventChanges changing and deleting events
 * @param holds keeping time free for a while
 * @param occurrences what happens when
 * @param previews what a rule would give
 * @param freeTime when people are busy, and when they can meet
 * @param firstConflicts when two series first clash
 * @param transfers files in and out
 * @param notifications what one was told
 * @param channels by which channels one is told
 * @param connections the devices and the webhook that one is reached by
 * @param reminders what one does with a reminder
 * @param outbox messages that wait or were given up
 * @param audit what was done that matters to security
 * @param document the description of all this for machines
 * @param configuration what the page has to know
 * @param page the page and its files
 */
public record Routes(
    AccountHandler accounts,
    MeHandler me,
    PasswordHandler passwords,
    AppPasswordHandler appPasswords,
    AccountExportHandler exports,
    SessionHandler sessions,
    CalendarHandler calendars,
    ShareHandler shares,
    EventHandler events,
    EventChangeHandler eventChanges,
    HoldHandler holds,
    OccurrenceHandler occurrences,
    PreviewHandler previews,
    FreeTimeHandler freeTime,
    FirstConflictHandler firstConflicts,
    TransferHandler transfers,
    NotificationHandler notifications,
    ChannelHandler channels,
    ConnectionHandler connections,
    ReminderHandler reminders,
    OutboxHandler outbox,
    AuditHandler audit,
    ApiDocumentHandler document,
    ConfigHandler configuration,
    PageHandler page) {

  void addTo(RoutesConfig to, BooleanSupplier ready) {
    to.get(
        "/health/live", ctx -> Requests.answer(ctx, 200, Json.object().put("live", true)), ANYONE);
    to.get(
        "/health/ready",
        ctx -> {
          boolean isReady = ready.getAsBoolean();
          Requests.answer(ctx, isReady ? 200 : 503, Json.object().put("ready", isReady));
        },
        ANYONE);

    to.get("/openapi.json", document::read, ANYONE);
    to.get("/v1/config", configuration::read, ANYONE);
    to.post("/v1/setup", accounts::setUp, ANYONE);
    to.post("/v1/accounts", accounts::create, ANYONE);
    to.post("/v1/sessions", sessions::create, ANYONE);
    to.post("/v1/sessions/refresh", sessions::refresh, ANYONE);
    to.get("/v1/sessions", sessions::list, SIGNED_IN);
    to.delete("/v1/sessions/{sessionId}", sessions::delete, SIGNED_IN);
    to.post("/v1/accounts/confirm", accounts::confirm, ANYONE);
    to.post("/v1/password-resets", passwords::ask, ANYONE);
    to.post("/v1/password-resets/redeem", passwords::redeem, ANYONE);
    to.get("/v1/me", me::read, SIGNED_IN);
    to.patch("/v1/me", me::change, SIGNED_IN);
    to.delete("/v1/me", me::delete, SIGNED_IN);
    to.post("/v1/me/password", passwords::change, SIGNED_IN);
    to.post("/v1/me/export", exports::export, SIGNED_IN);
    to.get("/v1/me/app-passwords", appPasswords::list, SIGNED_IN);
    to.post("/v1/me/app-passwords", appPasswords::create, SIGNED_IN);
    to.delete("/v1/me/app-passwords/{appPasswordId}", appPasswords::delete, SIGNED_IN);

    to.get("/v1/me/channels", channels::read, SIGNED_IN);
    to.put("/v1/me/channels", channels::replace, SIGNED_IN);
    to.post("/v1/me/channels/{channel}/test", channels::test, SIGNED_IN);
    to.get("/v1/me/push-subscriptions", connections::list, SIGNED_IN);
    to.post("/v1/me/push-subscriptions", connections::subscribe, SIGNED_IN);
    to.delete("/v1/me/push-subscriptions/{subscriptionId}", connections::unsubscribe, SIGNED_IN);
    to.put("/v1/me/slack", connections::connectSlack, SIGNED_IN);

    to.get("/v1/calendars", calendars::list, READ);
    to.post("/v1/calendars", calendars::create, WRITE);
    to.get("/v1/calendars/{calendarId}", calendars::read, READ);
    to.patch("/v1/calendars/{calendarId}", calendars::change, WRITE);
    to.delete("/v1/calendars/{calendarId}", calendars::delete, WRITE);
    to.get("/v1/calendars/{calendarId}/shares", shares::list, SIGNED_IN);
    to.put("/v1/calendars/{calendarId}/shares", shares::put, SIGNED_IN);
    to.delete("/v1/calendars/{calendarId}/shares", shares::delete, SIGNED_IN);

    to.get("/v1/calendars/{calendarId}/events", events::list, READ);
    to.post("/v1/calendars/{calendarId}/events", events::create, WRITE);
    String event = "/v1/calendars/{calendarId}/events/{eventId}";
    to.get(event, events::read, READ);
    to.patch(event, eventChanges::change, WRITE);
    to.delete(event, eventChanges::delete, WRITE);
    to.post(event + "/restore", eventChanges::restore, WRITE);

    to.post("/v1/calendars/{calendarId}/import", transfers::importFile, WRITE);
    to.get("/v1/calendars/{calendarId}/export", transfers::export, READ);

    to.post("/v1/holds", holds::create, WRITE);
    to.delete("/v1/holds/{holdId}", holds::delete, WRITE);

    to.get("/v1/notifications", notifications::list, READ);
    to.post("/v1/notifications/read", notifications::markRead, WRITE);

    to.post("/v1/reminders/{reminderId}/snooze", reminders::snooze, WRITE);
    to.post("/v1/reminders/{reminderId}/dismiss", reminders::dismiss, WRITE);

    to.get("/v1/occurrences", occurrences::list, READ);
    to.post("/v1/recurrence/preview", previews::preview, READ);
    to.post("/v1/conflicts/first", firstConflicts::first, READ);
    to.post("/v1/freebusy", freeTime::freeBusy, READ);
    to.post("/v1/slots", freeTime::slots, READ);

    to.get("/v1/admin/outbox", outbox::outbox, ADMINISTRATOR);
    to.get("/v1/admin/dead-letters", outbox::deadLetters, ADMINISTRATOR);
    to.post("/v1/admin/dead-letters/redrive", outbox::redrive, ADMINISTRATOR);
    to.get("/v1/admin/dead-letters/{deadLetterId}", outbox::deadLetter, ADMINISTRATOR);
    to.post("/v1/admin/dead-letters/{deadLetterId}/discard", outbox::discard, ADMINISTRATOR);
    to.get("/v1/admin/audit", audit::list, ADMINISTRATOR);

    to.get("/", page::index, ANYONE);
    to.get("/index.html", page::index, ANYONE);
    to.get("/docs", page::docs, ANYONE);
    to.get("/<file>", page::file, ANYONE);
  }
}
