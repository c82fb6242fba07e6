package dev.scheduling.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.memory.InMemoryStores;
import dev.scheduling.outbox.DetachedSender;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.reminder.ReminderCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Preferences, quiet hours, collapsing and digests, on a clock that the test moves. */
class NotificationDispatcherTest {

  private static final OwnerId OWNER = OwnerId.of("owner-1");
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final QuietHours NIGHT =
      new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), SEOUL);
  private static final String MAIL = NotificationChannel.EMAIL;

  private Instant now = Instant.parse("2026-03-02T05:00:00Z"); // 14:00 in Seoul
  private final InstantSource clock = () -> now;
  private final InMemoryStores stores = new InMemoryStores(clock);
  private final ReminderCheck reminders =
      new ReminderCheck(stores.transactions(), stores.calendars(), stores.reminders());
  private final ToTest mail = new ToTest(MAIL, Duration.ZERO);
  private final ToTest slack = new ToTest(NotificationChannel.SLACK, Duration.ofSeconds(10));
  private final List<Notification> heard = new ArrayList<>();
  private final NotificationDispatcher dispatcher =
      NotificationDispatcher.toPage(stores.notifications(), heard::add)
          .withChannels(stores.channels(), Outbox.of(stores.outbox()), List.of(mail, slack), clock);

  /** A channel that remembers what it delivered. */
  private static final class ToTest implements NotificationChannel {
    private final String name;
    private final Duration gathers;
    private List<String> addresses = List.of("one");
    private final List<Delivery> delivered = new ArrayList<>();
    private final List<String> switchedOff = new ArrayList<>();
    private final Deque<DeliveryResult> answers = new ArrayDeque<>();

    ToTest(String name, Duration gathers) {
      this.name = name;
      this.gathers = gathers;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Duration gathers() {
      return gathers;
    }

    @Override
    public Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners) {
      return addresses.isEmpty()
          ? Map.of()
          : owners.stream().collect(Collectors.toMap(owner -> owner, owner -> addresses));
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) {
      delivered.add(delivery);
      return answers.isEmpty() ? DeliveryResult.delivered() : answers.remove();
    }

    @Override
    public void switchOff(Delivery delivery, String cause) {
      switchedOff.add(delivery.address() + ": " + cause);
    }

    /** The ids of the notifications, a list for each delivery. */
    List<List<String>> told() {
      return delivered.stream()
          .map(delivery -> delivery.notifications().stream().map(NewNotification::id).toList())
          .toList();
    }
  }

  @BeforeEach
  void everythingByMail() {
    choose(prefers(MAIL));
  }

  private static ChannelPreferences prefers(String channel) {
    ChannelPreferences preferences = ChannelPreferences.DEFAULT;
    for (NotificationKind kind : NotificationKind.values()) {
      preferences = preferences.with(kind.word(), channel, true);
    }
    return preferences;
  }

  private void choose(ChannelPreferences preferences) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              stores.channels().choose(tx, OWNER, preferences);
              return "";
            });
  }

  private void tell(String id, NotificationKind kind, String collapseKey, String... only) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              NewNotification fresh = new NewNotification(id, kind.word(), now, "{}");
              dispatcher.tell(
                  tx, List.of(new Announcement(OWNER, fresh, collapseKey, Set.of(only))));
              return "";
            });
  }

  private void tell(String id, NotificationKind kind) {
    tell(id, kind, id);
  }

  /** Everything that is in the outbox and due, as a relay would send it. */
  private void relay() {
    InProcessSender consumers =
        InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
            .consumer("releases", NotificationDispatcher.TYPES, dispatcher)
            .build();
    for (List<OutboxMessage> due = due(); !due.isEmpty(); due = due()) {
      for (OutboxMessage message : due) {
        SendResult result =
            message.type().startsWith(Delivery.TYPE)
                ? new ChannelSender(message.type().endsWith(MAIL) ? mail : slack, reminders, clock)
                    .apply(message)
                : consumers.send(List.of(message)).get(0);
        assertEquals(SendResult.Kind.SENT, result.kind(), result::toString);
      }
    }
  }

  private final Set<String> sent = new HashSet<>();

  private List<OutboxMessage> due() {
    return stores
        .transactions()
        .inTransaction(
            tx -> {
              List<OutboxMessage> due = new ArrayList<>();
              for (PartitionLease lease :
                  stores.outbox().lease(tx, "test", Duration.ofSeconds(10)).held()) {
                stores.outbox().next(tx, lease.partition(), now, 100).stream()
                    .map(PendingMessage::message)
                    .filter(message -> !sent.contains(message.id()))
                    .forEach(due::add);
              }
              return due;
            })
        .stream()
        .peek(message -> sent.add(message.id()))
        .toList();
  }

  private List<String> shown() {
    return heard.stream().map(Notification::id).toList();
  }

  private void moveTo(String local) {
    now = LocalDateTime.parse(local).atZone(SEOUL).toInstant();
  }

  @Test
  void ownerIsToldByTheChannelsThatTheyChose() {
    tell("n-1", NotificationKind.REMINDER);
    choose(ChannelPreferences.DEFAULT.with("reminder", "websocket", false));
    tell("n-2", NotificationKind.REMINDER);
    relay();
    assertEquals(List.of("n-1"), shown());
    assertEquals(List.of(List.of("n-1")), mail.told());
    assertEquals(List.of(List.of("n-1"), List.of("n-2")), slack.told());
  }

  @Test
  void whatThePageShowsReachesItSilentlyWhenItsOwnerDoesNotWantToBeToldOfIt() {
    choose(
        ChannelPreferences.DEFAULT
            .with("event.changed", "websocket", false)
            .with("conflict.warned", "websocket", false));
    tell("n-1", NotificationKind.EVENT_CHANGED);
    tell("n-2", NotificationKind.CONFLICT_WARNED);
    tell("n-3", NotificationKind.EVENT_CREATED);
    assertEquals(
        List.of("silent.event.changed", "event.created"),
        heard.stream().map(Notification::kind).toList());
    assertEquals(List.of("n-1", "n-3"), shown());
  }

  @Test
  void ownersThatAreToldTogetherAreEachToldInTheirOrderAsTheyChose() {
    OwnerId other = OwnerId.of("another");
    choose(ChannelPreferences.DEFAULT.with("reminder", MAIL, true));
    List<Announcement> announcements = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      NotificationKind kind =
          i % 5 == 0 ? NotificationKind.REMINDER : NotificationKind.EVENT_CREATED;
      NewNotification fresh = new NewNotification("n-" + i, kind.word(), now, "{}");
      announcements.add(new Announcement(i % 2 == 0 ? OWNER : other, fresh, "k" + i, Set.of()));
    }
    stores
        .transactions()
        .inTransaction(
            tx -> {
              dispatcher.tell(tx, announcements);
              return "";
            });
    for (OwnerId owner : List.of(OWNER, other)) {
      assertEquals(
          announcements.stream()
              .filter(each -> each.owner().equals(owner))
              .map(each -> each.notification().id())
              .toList(),
          heard.stream().filter(each -> each.owner().equals(owner)).map(Notification::id).toList());
    }
    relay();
    assertEquals(70, mail.delivered.size());
    assertTrue(mail.delivered.stream().allMatch(each -> each.owner().equals(OWNER)));
    assertEquals(140, slack.delivered.size());
  }

  @Test
  void reminderThatNamesItsChannelsComesByThoseAndByNoOther() {
    tell("n-1", NotificationKind.REMINDER, "n-1", "slack");
    relay();
    assertEquals(List.of(), shown());
    assertEquals(List.of(), mail.told());
    assertEquals(List.of(List.of("n-1")), slack.told());
  }

  @Test
  void reminderForAChannelThatIsNotHereComesByThoseThatAreChosen() {
    tell("n-1", NotificationKind.REMINDER, "n-1", "carrier-pigeon");
    relay();
    assertEquals(List.of("n-1"), shown());
    assertEquals(List.of(List.of("n-1")), mail.told());
  }

  @Test
  void whatIsNotUrgentWaitsForTheEndOfTheQuietHoursAndComesAsOne() {
    choose(prefers(MAIL).withQuietHours(NIGHT));
    moveTo("2026-03-02T22:00");
    tell("n-1", NotificationKind.EVENT_CHANGED);
    moveTo("2026-03-03T01:00");
    tell("n-2", NotificationKind.CALENDAR_SHARED);
    relay();
    assertEquals(List.of(), mail.told());
    assertEquals(List.of("n-1", "n-2"), shown(), "the page disturbs nobody");
    moveTo("2026-03-03T06:59:59");
    relay();
    assertEquals(List.of(), mail.told());
    moveTo("2026-03-03T07:00");
    relay();
    assertEquals(List.of(List.of("n-1", "n-2")), mail.told());
    moveTo("2026-03-03T12:00");
    relay();
    assertEquals(1, mail.told().size(), "once");
  }

  @Test
  void whatIsUrgentPassesTheQuietHours() {
    choose(prefers(MAIL).withQuietHours(NIGHT));
    moveTo("2026-03-02T23:00");
    tell("n-1", NotificationKind.REMINDER);
    tell("n-2", NotificationKind.NEW_DEVICE);
    relay();
    assertEquals(Set.of(List.of("n-1"), List.of("n-2")), Set.copyOf(mail.told()));
  }

  @Test
  void ofWhatHappenedToOneThingOnlyTheLastIsTold() {
    choose(prefers(MAIL).withQuietHours(NIGHT));
    moveTo("2026-03-02T23:00");
    tell("n-1", NotificationKind.EVENT_CREATED, "event.1");
    tell("n-2", NotificationKind.EVENT_CHANGED, "event.2");
    now = now.plusSeconds(1);
    tell("n-3", NotificationKind.EVENT_CANCELLED, "event.1");
    moveTo("2026-03-03T07:00");
    relay();
    assertEquals(List.of(List.of("n-2", "n-3")), mail.told());
  }

  @Test
  void channelThatGathersWaitsALittleForMore() {
    choose(prefers("slack"));
    tell("n-1", NotificationKind.EVENT_CHANGED);
    now = now.plusSeconds(6);
    tell("n-2", NotificationKind.EVENT_CREATED);
    relay();
    assertEquals(List.of(), slack.told());
    now = now.plusSeconds(4);
    relay();
    assertEquals(List.of(List.of("n-1", "n-2")), slack.told());
    tell("n-3", NotificationKind.REMINDER);
    relay();
    assertEquals(List.of(List.of("n-1", "n-2"), List.of("n-3")), slack.told(), "at once");
  }

  @Test
  void whatBecameUnwantedWhileItWasHeldIsNotTold() {
    choose(prefers(MAIL).withQuietHours(NIGHT));
    moveTo("2026-03-02T23:00");
    tell("n-1", NotificationKind.EVENT_CHANGED);
    tell("n-2", NotificationKind.CALENDAR_SHARED);
    choose(prefers(MAIL).with("event.changed", MAIL, false).withQuietHours(NIGHT));
    moveTo("2026-03-03T07:00");
    relay();
    assertEquals(List.of(List.of("n-2")), mail.told());
  }

  @Test
  void quietHoursThatWereChangedMeanwhileHold() {
    choose(prefers(MAIL).withQuietHours(NIGHT));
    moveTo("2026-03-02T23:00");
    tell("n-1", NotificationKind.EVENT_CHANGED);
    choose(
        prefers(MAIL)
            .withQuietHours(new QuietHours(LocalTime.of(22, 0), LocalTime.of(9, 0), SEOUL)));
    moveTo("2026-03-03T07:00");
    relay();
    assertEquals(List.of(), mail.told());
    moveTo("2026-03-03T09:00");
    relay();
    assertEquals(List.of(List.of("n-1")), mail.told());
  }

  @Test
  void eachAddressGetsADeliveryOfItsOwnUnderAnIdThatItKeeps() {
    mail.addresses = List.of("one", "two");
    tell("n-1", NotificationKind.REMINDER);
    relay();
    assertEquals(
        List.of("one", "two"), mail.delivered.stream().map(Delivery::address).sorted().toList());
    assertNotEquals(mail.delivered.get(0).id(), mail.delivered.get(1).id());
    Delivery again = Delivery.of(OWNER, MAIL, "one", mail.delivered.get(0).notifications(), 0);
    assertTrue(mail.delivered.contains(again));
    assertTrue(again.id().matches("[A-Za-z0-9_-]{24}"), again.id());
  }

  @Test
  void ownerWithoutAnAddressIsToldOnThePageOnly() {
    mail.addresses = List.of();
    tell("n-1", NotificationKind.REMINDER);
    relay();
    assertEquals(List.of("n-1"), shown());
    assertEquals(List.of(), mail.told());
  }

  @Test
  void addressAtWhichNothingArrivesIsSwitchedOff() {
    mail.answers.add(DeliveryResult.gone("no such mailbox"));
    tell("n-1", NotificationKind.REMINDER);
    relay();
    assertEquals(List.of("one: no such mailbox"), mail.switchedOff);
  }

  @Test
  void whatHasWaitedUntilNobodyNeedsItIsDropped() {
    tell("n-1", NotificationKind.REMINDER);
    now = now.plus(Duration.ofMinutes(61));
    relay();
    assertEquals(List.of(), mail.told());
  }

  @Test
  void deliveryTravelsThroughItsMessageUnchanged() {
    Delivery delivery =
        Delivery.of(
            OWNER,
            MAIL,
            "one",
            List.of(
                new NewNotification("n-1", "reminder", now, "{\"title\":\"\\\"회의\\\"\"}"),
                new NewNotification("n-2", "event.changed", now, "{}")),
            12);
    assertEquals(delivery, Delivery.read(delivery.toMessage(now)));
  }

  @Test
  void channelThatFailsIsTriedAgainWithTheSameId() {
    mail.answers.add(DeliveryResult.failed("busy"));
    tell("n-1", NotificationKind.REMINDER);
    OutboxMessage message = due().get(0);
    ChannelSender sender = new ChannelSender(mail, reminders, clock);
    try (DetachedSender detached = new DetachedSender("test", 1, Duration.ofMinutes(1), sender)) {
      assertEquals(SendResult.Kind.FAILED, detached.send(List.of(message)).get(0).kind());
      assertEquals(SendResult.Kind.SENT, detached.send(List.of(message)).get(0).kind());
    }
    assertEquals(mail.delivered.get(0), mail.delivered.get(1));
  }
}
