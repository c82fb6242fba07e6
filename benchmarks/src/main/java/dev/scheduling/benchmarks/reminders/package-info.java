/** How late reminders are when very many are due at once. */
@NullMarked
package dev.scheduling.benchmarks.reminders;

import org.jspecify.annotations.NullMarked;
