package dev.scheduling.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Our class path in the form in which a JVM can share the data of its classes with the next: jars
 * only. A process then starts in half the time, and a run starts some dozens a minute.
 *
 * @param folder for archives of the classes' data
 * @param classPath jars
 */
record ClassData(Path folder, String classPath) {

  /** Packs the folders of this process's class path. */
  static ClassData in(Path folder) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("classes-" + jars.size() + ".jar").toAbsolutePath();
        pack(path, jar);
        jars.add(jar.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return new ClassData(folder.toAbsolutePath(), String.join(File.pathSeparator, jars));
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      entries.setLevel(0);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  private Path archive(Class<?> main) {
    return folder.resolve(main.getSimpleName() + ".jsa");
  }

  /** Removes an archive that was written in part. */
  void forget(Class<?> main) throws IOException {
    Files.deleteIfExists(archive(main));
  }

  /**
   * What a JVM is started with: it uses the archive of its main class, and where there is none it
   * writes one when it ends by itself.
   */
  List<String> options(Class<?> main) {
    Path archive = archive(main);
    String option = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(option + archive, "-Xlog:disable", "-Xlog:all=error:stderr", "-cp", classPath);
  }
}
