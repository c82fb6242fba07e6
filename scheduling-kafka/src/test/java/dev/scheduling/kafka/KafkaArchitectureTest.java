package dev.scheduling.kafka;

import dev.scheduling.architecture.AdapterArchitectureContract;

class KafkaArchitectureTest extends AdapterArchitectureContract {

  KafkaArchitectureTest() {
    super("dev.scheduling.kafka");
  }
}
