package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.ZoneId;

/**
 * Somebody who may sign in. Immutable and thread-safe.
 *
 * @param id also names the owner of the account's calendars
 * @param name what to call the person; perhaps empty
 * @param timeZone the zone that new calendars take
 * @param locale a BCP 47 language tag
 * @param administrator whether the operations of the server are open to the account
 */
public record Account(
    OwnerId id,
    EmailAddress email,
    String name,
    ZoneId timeZone,
    String locale,
    boolean administrator) {}
