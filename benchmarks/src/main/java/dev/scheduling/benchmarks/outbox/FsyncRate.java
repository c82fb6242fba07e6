package dev.scheduling.benchmarks.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** How often a second this machine's disk can be made to keep a page. */
final class FsyncRate {

  private static final int PAGE = 8_192;

  private FsyncRate() {}

  static double measure(Duration length) throws IOException {
    Path file = Files.createTempFile("fsync", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long started = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - started < length.toNanos()) {
        channel.write(ByteBuffer.allocate(PAGE), 0);
        channel.force(false);
        count++;
      }
      return Drain.rate(count, started);
    } finally {
      Files.delete(file);
    }
  }
}
