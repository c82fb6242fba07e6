package dev.scheduling.server.channel;

import java.net.UnknownHostException;

/** A host that is not for us to call, since its address is not one of the public internet. */
final class PrivateTargetException extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  PrivateTargetException() {
    super("the host has an address in a private network");
  }
}
