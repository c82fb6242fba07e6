package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.notification.Notification;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.account.Account;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.account.AppPasswords;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.Sessions;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.realtime.Feeds;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/me/export}: everything that an account has, as one zip of JSON and iCalendar. It is
 * written while it is read, a page at a time, so its size does not matter here.
 */
public final class AccountExportHandler {

  private static final int PAGE = 100;
  private static final byte[] COMMA = ",\n".getBytes(StandardCharsets.US_ASCII);

  private final SchedulingEngine engine;
  private final Accounts accounts;
  private final Sessions sessions;
  private final AppPasswords appPasswords;
  private final Feeds feeds;
  private final Audit audit;

  public AccountExportHandler(
      SchedulingEngine engine,
      Accounts accounts,
      Sessions sessions,
      AppPasswords appPasswords,
      Feeds feeds,
      Audit audit) {
    this.engine = engine;
    this.accounts = accounts;
    this.sessions = sessions;
    this.appPasswords = appPasswords;
    this.feeds = feeds;
    this.audit = audit;
  }

  void export(Context ctx) throws IOException {
    Caller caller = Requests.caller(ctx);
    Account account = accounts.find(caller.account()).orElseThrow(Problem::notFound);
    audit.record(Act.ACCOUNT_EXPORTED, account.id(), Requests.address(ctx), "");
    ctx.contentType("application/zip")
        .header("Content-Disposition", "attachment; filename=\"scheduling-export.zip\"");
    ZipOutputStream zip = new ZipOutputStream(ctx.outputStream(), StandardCharsets.UTF_8);
    put(zip, "account.json", MeHandler.json(account));
    put(zip, "sessions.json", SessionHandler.json(sessions.list(account.id()), caller));
    ArrayNode passwords = Json.object().putArray("items");
    appPasswords
        .list(account.id())
        .forEach(password -> passwords.add(AppPasswordHandler.write(password)));
    put(zip, "app-passwords.json", passwords);
    zip.putNextEntry(new ZipEntry("notifications.json"));
    writeArray(zip, notifications(account.id()));
    zip.closeEntry();
    for (Calendar calendar : engine.calendars().ownedBy(account.id())) {
      put(zip, calendar);
    }
    // The stream is the response's own and is closed with it.
    zip.finish();
  }

  private void put(ZipOutputStream zip, Calendar calendar) throws IOException {
    String folder = "calendars/" + calendar.id() + "/";
    put(zip, folder + "calendar.json", CalendarHandler.write(calendar, AccessLevel.OWNER));
    zip.putNextEntry(new ZipEntry(folder + "events.json"));
    writeArray(zip, events(calendar));
    zip.closeEntry();
    zip.putNextEntry(new ZipEntry(folder + "calendar.ics"));
    engine.files().exportTo(calendar.id(), zip);
    zip.closeEntry();
  }

  private Iterator<JsonNode> events(Calendar calendar) {
    return new Pages<>(
        last -> {
          EventFilter first = EventFilter.all(PAGE);
          return engine
              .agenda()
              .events(calendar.id(), last == null ? first : first.after(last.id()));
        },
        (Event event) -> EventJson.writeWithChanges(event));
  }

  private Iterator<JsonNode> notifications(OwnerId account) {
    return new Pages<>(
        last -> feeds.after(account, last == null ? 0 : last.sequence(), PAGE),
        (Notification told) -> Feeds.write(told).put("read", told.read()));
  }

  /** Walks through pages, of which one is held at a time. */
  private static final class Pages<T> implements Iterator<JsonNode> {

    private final Function<@Nullable T, List<T>> next;
    private final Function<T, JsonNode> write;
    private List<T> page;
    private int at;

    Pages(Function<@Nullable T, List<T>> next, Function<T, JsonNode> write) {
      this.next = next;
      this.write = write;
      this.page = next.apply(null);
    }

    @Override
    public boolean hasNext() {
      if (at == PAGE) {
        page = next.apply(page.get(at - 1));
        at = 0;
      }
      return at < page.size();
    }

    @Override
    public JsonNode next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return write.apply(page.get(at++));
    }
  }

  private static void put(ZipOutputStream zip, String name, JsonNode json) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(Json.write(json));
    zip.closeEntry();
  }

  private static void writeArray(OutputStream out, Iterator<JsonNode> items) throws IOException {
    out.write('[');
    for (boolean first = true; items.hasNext(); first = false) {
      if (!first) {
        out.write(COMMA);
      }
      out.write(Json.write(items.next()));
    }
    out.write(']');
  }
}
