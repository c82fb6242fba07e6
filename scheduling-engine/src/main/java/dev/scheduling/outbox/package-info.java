/**
 * Messages that are sent if and only if the transaction that appended them was committed: at least
 * once, in order for each key, and with an effect that happens once where it shares a transaction
 * with the {@link dev.scheduling.outbox.Inbox}.
 *
 * <p>Ports: {@link dev.scheduling.outbox.OutboxStore}, {@link dev.scheduling.outbox.InboxStore},
 * {@link dev.scheduling.outbox.MessageSender}, {@link dev.scheduling.outbox.MessageConsumer},
 * {@link dev.scheduling.outbox.FailureAlert}.
 */
@NullMarked
package dev.scheduling.outbox;

import org.jspecify.annotations.NullMarked;
