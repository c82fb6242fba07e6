/** Free time: where an event would fit instead. */
@NullMarked
package dev.scheduling.availability;

import org.jspecify.annotations.NullMarked;
