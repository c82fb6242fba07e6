/**
 * Repeating dates: the rules of RFC 5545 (RRULE, RDATE, EXDATE, EXRULE) and RFC 7529 (RSCALE,
 * SKIP), and the occurrences they make.
 *
 * <p>A {@link dev.scheduling.recurrence.RecurrenceRule} is the text of one RRULE as a value. A
 * {@link dev.scheduling.recurrence.RecurrenceSet} joins a start, rules, extra dates and exclusions.
 * An {@link dev.scheduling.recurrence.OccurrenceCursor} walks the occurrences of a set. {@link
 * dev.scheduling.recurrence.RecurrenceWords} tells a rule to a person. No ports.
 */
@NullMarked
package dev.scheduling.recurrence;

import org.jspecify.annotations.NullMarked;
