package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.audit.AuditEntry;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v1/admin/audit}: what was done that matters to security. */
public final class AuditHandler {

  private static final int PAGE = 100;
  private static final int MOST_PER_PAGE = 500;
  private static final Pattern POSITION = Pattern.compile("(\\d{1,15})_([A-Za-z0-9-]{1,64})");

  private final Audit audit;

  public AuditHandler(Audit audit) {
    this.audit = audit;
  }

  void list(Context ctx) {
    int pageSize = Requests.number(ctx, "pageSize", 1, MOST_PER_PAGE, PAGE);
    // One more than is shown tells whether there is a next page.
    List<AuditEntry> found =
        audit.list(new Audit.Filter(account(ctx), act(ctx), position(ctx), pageSize + 1));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    List<AuditEntry> shown = found.subList(0, Math.min(pageSize, found.size()));
    shown.forEach(entry -> items.add(write(entry)));
    if (found.size() > pageSize) {
      AuditEntry last = shown.get(pageSize - 1);
      json.put("nextPageToken", last.at().toEpochMilli() + "_" + last.id());
    }
    Requests.answer(ctx, 200, json);
  }

  private static ObjectNode write(AuditEntry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("at", entry.at().toString())
            .put("act", entry.act())
            .put("address", entry.address())
            .put("about", entry.about());
    if (entry.account() != null) {
      json.put("accountId", entry.account().value());
    }
    return json;
  }

  private static @Nullable OwnerId account(Context ctx) {
    String text = Requests.parameter(ctx, "accountId");
    try {
      return text == null ? null : OwnerId.of(text);
    } catch (IllegalArgumentException e) {
      throw Problem.badParameter("accountId", "accountId must be the id of an account");
    }
  }

  private static @Nullable Act act(Context ctx) {
    String text = Requests.parameter(ctx, "act");
    return text == null
        ? null
        : Act.of(text)
            .orElseThrow(() -> Problem.badParameter("act", "act must be one such as signed-in"));
  }

  private static Audit.@Nullable Position position(Context ctx) {
    String token = Requests.parameter(ctx, "pageToken");
    if (token == null) {
      return null;
    }
    Matcher parts = POSITION.matcher(token);
    if (parts.matches()) {
      return new Audit.Position(Long.parseLong(parts.group(1)), parts.group(2));
    }
    throw Problem.badParameter("pageToken", "pageToken must be the nextPageToken of an answer");
  }
}
