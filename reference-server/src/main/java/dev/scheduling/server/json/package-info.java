/** JSON as the server reads and writes it, over HTTP and over the WebSocket. */
@NullMarked
package dev.scheduling.server.json;

import org.jspecify.annotations.NullMarked;
