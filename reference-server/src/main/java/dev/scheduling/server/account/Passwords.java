package dev.scheduling.server.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes and checks password hashes, a few at a time. Thread-safe. */
public final class Passwords implements AutoCloseable {

  /*
   * argon2id with 19 MiB, two passes and one lane, the least that OWASP recommends. Every hash takes
   * that memory from the heap for its time, so at most THREADS run at once and at most WAITING more
   * are let in; who comes later is told to come back. That bounds the memory whatever the load.
   */

  public static final int SHORTEST = 8;
  public static final int LONGEST = 128;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int THREADS = 2;
  private static final int WAITING = 128;

  // The hash of a random password: an unknown account costs as much time as a known one.
  static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1yYW5kb20tc2FsdA"
          + "$3wEDZZ1DYjl6D/zN4tRwHSXQxZ1TbDqUqYGmNLoNLk8";

  private final SecureRandom random = new SecureRandom();
  private final ThreadPoolExecutor pool;

  public Passwords() {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "password-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * The hash to keep of a password.
   *
   * @throws TooBusyException if too many wait already
   */
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return run(
        () ->
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID)
                .hash(bytes(password), salt)
                .getResult());
  }

  /**
   * Whether a password is the one that was hashed. It takes the same time when there is no hash,
   * and then is never so.
   *
   * @throws TooBusyException if too many wait already
   */
  public boolean matches(String password, @Nullable String hash) {
    String against = hash == null ? NOBODY : hash;
    boolean same =
        run(
            () ->
                Argon2Function.getInstanceFromHash(against)
                    .check(bytes(password), against.getBytes(StandardCharsets.US_ASCII)));
    return same && hash != null;
  }

  private static byte[] bytes(String password) {
    // The same password typed on another keyboard may come in other code points.
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  private <T> T run(Callable<T> work) {
    Future<T> result;
    try {
      result = pool.submit(work);
    } catch (RejectedExecutionException e) {
      throw new TooBusyException();
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.cancel(true);
      throw new TooBusyException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the password could not be hashed", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
