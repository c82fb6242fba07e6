package dev.scheduling.ics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The unfolded, decoded and cleaned lines of a file (RFC 5545, section 3.1). */
final class ContentLines {

  /*
   * A fold may cut a character of several octets in two, and old software does cut there, so lines
   * are unfolded as octets and decoded afterwards, each by itself: one line in Latin-1 then spoils
   * nothing but its own umlauts. CR, LF and CRLF all end a line, and an empty line means nothing, so
   * "CR CR LF", which some gateways make of CRLF, does no harm either.
   */

  /** One content line. */
  record Line(int number, String text) {}

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final IcsLimits limits;
  private final Findings findings;
  private final List<Line> lines = new ArrayList<>();
  private final ByteArrayOutputStream logical = new ByteArrayOutputStream(256);
  private int logicalNumber;
  private int undecodable;
  private int cleaned;

  private ContentLines(IcsLimits limits, Findings findings) {
    this.limits = limits;
    this.findings = findings;
  }

  static List<Line> read(InputStream in, IcsLimits limits, Findings findings) throws IOException {
    byte[] octets = in.readNBytes(limits.octets() + 1);
    if (octets.length > limits.octets()) {
      throw new IcsTooLargeException("octets", limits.octets());
    }
    ContentLines reader = new ContentLines(limits, findings);
    reader.split(toUtf8(octets));
    return reader.lines;
  }

  private static byte[] toUtf8(byte[] octets) {
    int first = octets.length > 0 ? octets[0] & 0xFF : -1;
    int second = octets.length > 1 ? octets[1] & 0xFF : -1;
    boolean bigEndian = (first == 0xFE && second == 0xFF) || (first == 0 && second > 0);
    boolean littleEndian = (first == 0xFF && second == 0xFE) || (first > 0 && second == 0);
    if (!bigEndian && !littleEndian) {
      return octets;
    }
    Charset utf16 = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    return new String(octets, utf16).getBytes(StandardCharsets.UTF_8);
  }

  private void split(byte[] octets) {
    int number = 1;
    int start = 0;
    for (int i = 0; i <= octets.length; i++) {
      boolean atEnd = i == octets.length;
      if (!atEnd && octets[i] != '\n' && octets[i] != '\r') {
        continue;
      }
      physicalLine(octets, start, i, number);
      if (!atEnd && octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
        i++;
      }
      start = i + 1;
      number++;
    }
    finishLogicalLine();
    if (undecodable > 0) {
      findings.warn(null, undecodable + " lines are not UTF-8; they were read as Windows-1252");
    }
    if (cleaned > 0) {
      findings.warn(null, cleaned + " control characters were removed");
    }
  }

  private void physicalLine(byte[] octets, int start, int end, int number) {
    int from = start;
    if (end - from >= 3
        && octets[from] == (byte) 0xEF
        && octets[from + 1] == (byte) 0xBB
        && octets[from + 2] == (byte) 0xBF) {
      from += 3;
    }
    if (from == end) {
      return;
    }
    if (octets[from] == ' ' || octets[from] == '\t') {
      from++;
    } else {
      finishLogicalLine();
    }
    if (logical.size() == 0) {
      logicalNumber = number;
    }
    if (logical.size() + end - from > limits.lineOctets()) {
      throw new IcsTooLargeException("octets in a line", limits.lineOctets());
    }
    logical.write(octets, from, end - from);
  }

  private void finishLogicalLine() {
    if (logical.size() == 0) {
      return;
    }
    String text = clean(decode(logical.toByteArray()));
    logical.reset();
    if (!text.isBlank()) {
      lines.add(new Line(logicalNumber, text));
    }
  }

  private String decode(byte[] octets) {
    if (isAscii(octets)) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      undecodable++;
      return new String(octets, WINDOWS);
    }
  }

  private static boolean isAscii(byte[] octets) {
    for (byte octet : octets) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }

  private String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (IcsText.isForbidden(text.charAt(i))) {
        String result = IcsText.withoutForbidden(text);
        cleaned += text.length() - result.length();
        return result;
      }
    }
    return text;
  }
}
