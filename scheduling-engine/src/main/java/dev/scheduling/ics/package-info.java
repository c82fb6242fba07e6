/**
 * iCalendar text (RFC 5545) in and out: lenient when reading, strict when writing.
 *
 * <p>{@link dev.scheduling.ics.IcsReader} makes events of a file and names every part that it could
 * not use; {@link dev.scheduling.ics.IcsWriter} writes events. What one writes, the other reads
 * back unchanged.
 */
@NullMarked
package dev.scheduling.ics;

import org.jspecify.annotations.NullMarked;
