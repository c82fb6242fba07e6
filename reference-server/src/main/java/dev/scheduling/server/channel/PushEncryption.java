package dev.scheduling.server.channel;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts what goes to a browser, so that the push service in between cannot read it. */
final class PushEncryption {

  /*
   * RFC 8291: a key pair of ours, made for one message, and the browser's key agree on a secret
   * (ECDH on P-256); that, the browser's authentication secret and both public keys give the input
   * key. RFC 8188 makes of it, and of a random salt, the key and nonce of AES-128-GCM. The one
   * record begins with a header that holds salt, record size and our public key, and its text ends
   * with the byte 2, which says that it is the last.
   */

  static final int PUBLIC_KEY_BYTES = 65;
  static final int AUTH_BYTES = 16;

  /** The most bytes that every push service takes (RFC 8030 7.2), less what encryption adds. */
  static final int MOST_BYTES = 4096 - 86 - 17;

  private static final int COORDINATE_BYTES = 32;
  private static final int RECORD_SIZE = 4096;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte UNCOMPRESSED = 4;
  private static final byte LAST_RECORD = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PushEncryption() {}

  /**
   * The body of the push message.
   *
   * @param text at most {@link #MOST_BYTES} bytes
   * @param browserKey the subscription's p256dh: an uncompressed point of P-256
   * @param auth the subscription's auth: 16 bytes
   * @throws IllegalArgumentException if a key is none
   */
  static byte[] encrypt(byte[] text, byte[] browserKey, byte[] auth) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return encrypt(text, browserKey, auth, salt, keyPair());
  }

  /** The same with a chosen salt and key pair, as the RFC's example has it. */
  static byte[] encrypt(byte[] text, byte[] browserKey, byte[] auth, byte[] salt, KeyPair own) {
    if (text.length > MOST_BYTES) {
      throw new IllegalArgumentException("a push message has at most " + MOST_BYTES + " bytes");
    }
    ECPublicKey browser = publicKey(browserKey);
    if (auth.length != AUTH_BYTES) {
      throw new IllegalArgumentException("auth must have " + AUTH_BYTES + " bytes");
    }
    try {
      byte[] ownKey = point((ECPublicKey) own.getPublic());
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own.getPrivate());
      agreement.doPhase(browser, true);
      byte[] secret =
          derive(
              auth,
              agreement.generateSecret(),
              concat(ascii("WebPush: info\0"), browserKey, ownKey),
              COORDINATE_BYTES);
      byte[] key = derive(salt, secret, ascii("Content-Encoding: aes128gcm\0"), KEY_BYTES);
      byte[] nonce = derive(salt, secret, ascii("Content-Encoding: nonce\0"), NONCE_BYTES);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      byte[] header =
          ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1 + PUBLIC_KEY_BYTES)
              .put(salt)
              .putInt(RECORD_SIZE)
              .put((byte) PUBLIC_KEY_BYTES)
              .put(ownKey)
              .array();
      return concat(header, cipher.doFinal(concat(text, new byte[] {LAST_RECORD})));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256, HMAC-SHA-256 and AES-GCM", e);
    }
  }

  static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** HKDF (RFC 5869) where one block of output is enough. */
  private static byte[] derive(byte[] salt, byte[] input, byte[] info, int bytes)
      throws GeneralSecurityException {
    byte[] prk = hmac(salt, input);
    return Arrays.copyOf(hmac(prk, concat(info, new byte[] {1})), bytes);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException if it is no uncompressed point of P-256
   */
  static ECPublicKey publicKey(byte[] point) {
    if (point.length != PUBLIC_KEY_BYTES || point[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("p256dh must be an uncompressed point of P-256");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, point.length));
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
      // A point beside the curve would give our secret away bit by bit.
      BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
      BigInteger right =
          x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(p);
      if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
        throw new IllegalArgumentException("p256dh must be a point of P-256");
      }
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** A public key as an uncompressed point. */
  static byte[] point(ECPublicKey key) {
    return ByteBuffer.allocate(PUBLIC_KEY_BYTES)
        .put(UNCOMPRESSED)
        .put(coordinate(key.getW().getAffineX()))
        .put(coordinate(key.getW().getAffineY()))
        .array();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
    return padded;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
