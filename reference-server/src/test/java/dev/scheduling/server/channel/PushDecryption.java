package dev.scheduling.server.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What a browser does with a push message (RFC 8291 section 3, RFC 8188 section 2). */
public final class PushDecryption {

  private PushDecryption() {}

  /** A key pair as a browser makes it. */
  public static KeyPair browser() {
    return PushEncryption.keyPair();
  }

  /** The public half, as a subscription has it. */
  public static byte[] point(KeyPair browser) {
    return PushEncryption.point((ECPublicKey) browser.getPublic());
  }

  /** The text of a message. */
  public static byte[] decrypt(byte[] body, KeyPair browser, byte[] auth) {
    ByteBuffer in = ByteBuffer.wrap(body);
    byte[] salt = take(in, 16);
    int recordSize = in.getInt();
    byte[] sender = take(in, in.get() & 0xff);
    byte[] sealed = take(in, in.remaining());
    if (sealed.length > recordSize) {
      throw new AssertionError("more than one record");
    }
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(browser.getPrivate());
      agreement.doPhase(PushEncryption.publicKey(sender), true);
      byte[] info = "WebPush: info\0".getBytes(StandardCharsets.US_ASCII);
      ByteBuffer keyInfo = ByteBuffer.allocate(info.length + 131);
      keyInfo.put(info).put(point(browser)).put(sender).put((byte) 1);
      byte[] input = hmac(hmac(auth, agreement.generateSecret()), keyInfo.array());
      byte[] prk = hmac(salt, input);
      byte[] key = Arrays.copyOf(expand(prk, "Content-Encoding: aes128gcm\0\1"), 16);
      byte[] nonce = Arrays.copyOf(expand(prk, "Content-Encoding: nonce\0\1"), 12);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      byte[] padded = cipher.doFinal(sealed);
      int end = padded.length - 1;
      while (padded[end] == 0) {
        end--;
      }
      if (padded[end] != 2) {
        throw new AssertionError("not the last record");
      }
      return Arrays.copyOf(padded, end);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] expand(byte[] prk, String info) throws GeneralSecurityException {
    return hmac(prk, info.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
