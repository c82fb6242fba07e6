/** Free time: when people are busy, when they can meet, and where an event would fit instead. */
@NullMarked
package dev.scheduling.availability;

import org.jspecify.annotations.NullMarked;
