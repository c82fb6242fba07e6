package dev.scheduling.server.http;

import io.javalin.http.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of events as strong entity tags (RFC 9110, section 8.8.3). */
final class ETags {

  private static final Pattern LIST =
      Pattern.compile("\\s*(?:W/)?\"[!#-~]*\"(?:\\s*,\\s*(?:W/)?\"[!#-~]*\")*\\s*");
  private static final Pattern OURS = Pattern.compile("(?<![^\\s,])\"(\\d{1,18})\"");

  private ETags() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The version that {@code If-Match} names. Weak tags match nothing; of a list of versions {@code
   * now} is taken if it is there.
   *
   * @param now the version as it is, which {@code *} stands for
   * @throws Problem 428 if there is no such header, 400 if it cannot be read, 412 if it names no
   *     version of ours
   */
  static long required(Context ctx, long now) {
    String header = ctx.header("If-Match");
    if (header == null) {
      throw Problem.preconditionRequired();
    }
    if (header.strip().equals("*")) {
      return now;
    }
    if (!LIST.matcher(header).matches()) {
      throw Problem.badParameter(
          "If-Match", "If-Match must be an ETag in double quotes, a list of them, or *");
    }
    Matcher tags = OURS.matcher(header);
    long version = -1;
    while (tags.find() && version != now) {
      version = Long.parseLong(tags.group(1));
    }
    if (version < 0) {
      throw Problem.preconditionFailed();
    }
    return version;
  }
}
