/** The server's own tables, beside those of the library. */
@NullMarked
package dev.scheduling.server.database;

import org.jspecify.annotations.NullMarked;
