/**
 * How fast rules are expanded, beside the libraries that people would use instead; one class for
 * each question.
 */
@NullMarked
package dev.scheduling.benchmarks.recurrence;

import org.jspecify.annotations.NullMarked;
