package dev.scheduling.redis;

import dev.scheduling.architecture.AdapterArchitectureContract;

class RedisArchitectureTest extends AdapterArchitectureContract {

  RedisArchitectureTest() {
    super("dev.scheduling.redis");
  }
}
