/**
 * Who is in the way of whom: an index of ranges of time, and the exact first clash of two series.
 */
@NullMarked
package dev.scheduling.conflict;

import org.jspecify.annotations.NullMarked;
