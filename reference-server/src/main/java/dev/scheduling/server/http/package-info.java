/**
 * HTTP: {@link dev.scheduling.server.http.Routes} has every path, each resource has one handler,
 * and what goes wrong becomes a problem document (RFC 9457).
 */
@NullMarked
package dev.scheduling.server.http;

import org.jspecify.annotations.NullMarked;
