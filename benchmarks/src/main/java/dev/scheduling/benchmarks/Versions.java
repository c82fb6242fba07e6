package dev.scheduling.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the libraries beside us, as the build resolved them. */
public final class Versions {

  private static final Properties VERSIONS = load();

  private Versions() {}

  /**
   * Returns a library's name and version: {@code lib-recur 0.17.1}.
   *
   * @param library its artifact id
   * @throws IllegalArgumentException if the build writes no version for it
   */
  public static String of(String library) {
    String version = VERSIONS.getProperty(library);
    if (version == null) {
      throw new IllegalArgumentException(
          "expected one of " + VERSIONS.stringPropertyNames() + ", got " + library);
    }
    return library + " " + version;
  }

  private static Properties load() {
    var properties = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
      if (file == null) {
        throw new IllegalStateException("versions.properties is not beside " + Versions.class);
      }
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read versions.properties", e);
    }
    return properties;
  }
}
