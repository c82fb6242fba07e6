package dev.scheduling.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** A broker in a process of its own. Argument: its properties. */
final class BrokerMain {

  static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";

  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    if (!Files.exists(Path.of(arguments[0]).resolveSibling("data/meta.properties"))) {
      String[] format = {"format", "--config", arguments[0], "--cluster-id", CLUSTER};
      if (StorageTool.execute(format, System.out) != 0) {
        System.exit(1);
      }
    }
    Kafka.main(new String[] {arguments[0]});
  }
}
