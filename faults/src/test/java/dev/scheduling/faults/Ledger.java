package dev.scheduling.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that survives the death of the process that writes it: each call reaches the
 * operating system before it returns. Several processes may write to one. Thread-safe.
 */
final class Ledger {

  private final FileChannel channel;

  private Ledger(FileChannel channel) {
    this.channel = channel;
  }

  static Ledger append(Path file) throws IOException {
    return new Ledger(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  synchronized void write(String... lines) {
    ByteBuffer bytes =
        ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a ledger; none if nothing was ever written. */
  static List<String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    // A line that a dying process wrote half of is glued to the next; a checker must not see that.
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }
}
