package dev.scheduling.server.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, section 5 and appendix A. */
class PushEncryptionTest {

  private static final byte[] TEXT =
      "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BROWSER_KEY =
      decoded(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
  private static final byte[] AUTH = decoded("BTBZMqHH6r4Tts7J_aSIgg");

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static KeyPair pair(String publicKey, String privateKey) throws GeneralSecurityException {
    ECPublicKey point = PushEncryption.publicKey(decoded(publicKey));
    return new KeyPair(
        point,
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(new BigInteger(1, decoded(privateKey)), point.getParams())));
  }

  @Test
  void exampleOfTheRfcIsEncryptedToTheByte() throws GeneralSecurityException {
    KeyPair own =
        pair(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
            "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    assertArrayEquals(
        decoded(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
                + "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyou"
                + "BWLVWGNWQexSgSxsj_Qulcy4a-fN"),
        PushEncryption.encrypt(TEXT, BROWSER_KEY, AUTH, decoded("DGv6ra1nlYgDCS1FRnbzlw"), own));
  }

  @Test
  void whatIsEncryptedIsReadWithTheBrowsersKey() {
    KeyPair browser = PushEncryption.keyPair();
    byte[] point = PushEncryption.point((ECPublicKey) browser.getPublic());
    byte[] body = PushEncryption.encrypt(TEXT, point, AUTH);
    assertArrayEquals(TEXT, PushDecryption.decrypt(body, browser, AUTH));
    assertNotEquals(
        Arrays.hashCode(body), Arrays.hashCode(PushEncryption.encrypt(TEXT, point, AUTH)));
  }

  @Test
  void largestMessageFitsIntoWhatEveryPushServiceTakes() {
    byte[] text = new byte[PushEncryption.MOST_BYTES];
    assertEquals(4096, PushEncryption.encrypt(text, BROWSER_KEY, AUTH).length);
    assertThrows(
        IllegalArgumentException.class,
        () -> PushEncryption.encrypt(new byte[PushEncryption.MOST_BYTES + 1], BROWSER_KEY, AUTH));
  }

  @Test
  void keyThatIsNoneIsRefused() {
    byte[] beside = BROWSER_KEY.clone();
    beside[64] ^= 1;
    byte[] compressed = BROWSER_KEY.clone();
    compressed[0] = 2;
    byte[][] wrong = {beside, compressed, new byte[65], Arrays.copyOf(BROWSER_KEY, 64)};
    for (byte[] key : wrong) {
      assertThrows(IllegalArgumentException.class, () -> PushEncryption.encrypt(TEXT, key, AUTH));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> PushEncryption.encrypt(TEXT, BROWSER_KEY, new byte[15]));
  }
}
