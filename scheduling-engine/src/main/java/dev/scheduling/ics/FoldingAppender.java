package dev.scheduling.ics;

import java.io.IOException;

/** Writes content lines folded at 75 octets of UTF-8, never inside a character. */
final class FoldingAppender {

  private static final int LONGEST = 75;

  private final Appendable out;

  FoldingAppender(Appendable out) {
    this.out = out;
  }

  /** Writes lines that each end with CRLF. */
  void append(String lines) throws IOException {
    int octets = 0;
    int i = 0;
    int written = 0;
    while (i < lines.length()) {
      int c = lines.codePointAt(i);
      int width = Character.charCount(c);
      if (c == '\n') {
        octets = 0;
      } else if (c != '\r') {
        int more = octetsOf(c);
        if (octets + more > LONGEST) {
          out.append(lines, written, i).append("\r\n ");
          written = i;
          octets = 1;
        }
        octets += more;
      }
      i += width;
    }
    out.append(lines, written, lines.length());
  }

  private static int octetsOf(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
