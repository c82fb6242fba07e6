package dev.scheduling.server.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The words of notices, in the languages of accounts. Immutable and thread-safe. */
enum NoticeTexts {
  ENGLISH(
      Map.ofEntries(
          Map.entry("event.created", "New: %s"),
          Map.entry("event.changed", "Changed: %s"),
          Map.entry("event.cancelled", "Cancelled: %s"),
          Map.entry("conflict.warned", "Overlaps others: %s"),
          Map.entry("calendar.imported", "The import is finished: %s"),
          Map.entry("calendar.shared", "A calendar is shared with you: %s"),
          Map.entry("calendar.unshared", "A calendar is no longer shared with you"),
          Map.entry("reminder", "Reminder: %s"),
          Map.entry("reminder.missed", "Missed reminder: %s"),
          Map.entry("account.new-device", "Somebody signed in to your account from a new device"),
          Map.entry("channel.off", "Nothing arrives there any more, so it is switched off"),
          Map.entry("channel.test", "A test: notifications arrive here")),
      "Something happened in your calendar",
      "%d notifications",
      "and %d more",
      "Open the calendar",
      "%d new events, %d changed"),
  KOREAN(
      Map.ofEntries(
          Map.entry("event.created", "새 일정: %s"),
          Map.entry("event.changed", "일정 변경: %s"),
          Map.entry("event.cancelled", "일정 취소: %s"),
          Map.entry("conflict.warned", "겹치는 일정: %s"),
          Map.entry("calendar.imported", "가져오기 완료: %s"),
          Map.entry("calendar.shared", "캘린더를 공유받았습니다: %s"),
          Map.entry("calendar.unshared", "캘린더 공유가 끝났습니다"),
          Map.entry("reminder", "알림: %s"),
          Map.entry("reminder.missed", "놓친 알림: %s"),
          Map.entry("account.new-device", "새 기기에서 계정에 로그인했습니다"),
          Map.entry("channel.off", "더 이상 전달되지 않아 사용을 중지했습니다"),
          Map.entry("channel.test", "시험 알림입니다. 이곳으로 알림이 옵니다")),
      "캘린더에 새 소식이 있습니다",
      "알림 %d건",
      "그 밖에 %d건",
      "캘린더 열기",
      "새 일정 %d건, 변경 %d건");

  @SuppressWarnings("ImmutableEnumChecker") // Map.ofEntries cannot be changed.
  private final Map<String, String> titles;

  private final String otherTitle;
  private final String digest;
  private final String more;
  private final String open;
  private final String imported;

  NoticeTexts(
      Map<String, String> titles,
      String otherTitle,
      String digest,
      String more,
      String open,
      String imported) {
    this.titles = titles;
    this.otherTitle = otherTitle;
    this.digest = digest;
    this.more = more;
    this.open = open;
    this.imported = imported;
  }

  /** The texts for a BCP 47 tag; English where there are none. */
  static NoticeTexts of(String locale) {
    return locale.equals("ko") || locale.startsWith("ko-") ? KOREAN : ENGLISH;
  }

  /** What happened, in one line. */
  String title(String kind, String subject, ObjectNode data) {
    String title = titles.getOrDefault(kind, otherTitle);
    if (!title.contains("%s")) {
      return data.has("channel") ? title + ": " + data.path("channel").asText() : title;
    }
    return title.formatted(subject);
  }

  /** What a notification tells beside that. */
  String detail(ObjectNode data) {
    if (data.has("imported")) {
      return imported.formatted(data.path("imported").asInt(), data.path("updated").asInt());
    }
    if (data.has("cause")) {
      return data.path("cause").asText();
    }
    return data.path("device").asText();
  }

  /** What many of them are called together. */
  String digest(int count) {
    return digest.formatted(count);
  }

  /** That there were more. */
  String more(int count) {
    return more.formatted(count);
  }

  /** What leads to the page. */
  String open() {
    return open;
  }
}
