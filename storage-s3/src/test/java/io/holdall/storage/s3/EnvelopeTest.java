package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Format;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EnvelopeTest {
  private static final String NONCE = "0123456789abcdefghij-_";

  @ParameterizedTest
  @EnumSource
  void anyBytesComeBackExactly(Format format) {
    for (String text : new String[] {"", "{}", "}\n", "\",\"format\":\"binary\"}\n", "\u0000ü"}) {
      Value value = Value.of(Value.json(text).bytes(), format);
      assertThat(Envelope.unwrap(Envelope.wrap(value, NONCE))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyChangedByteButThoseOfTheNonceIsFound(Format format) {
    Value value = Value.of(new byte[] {'"', 'a', '"'}, format);
    byte[] body = Envelope.wrap(value, NONCE);
    int nonce = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(NONCE);
    for (int i = 0; i < body.length; i++) {
      byte[] damaged = body.clone();
      damaged[i] ^= 0x10;
      if (i >= nonce && i < nonce + NONCE.length()) {
        assertThat(Envelope.unwrap(damaged)).isEqualTo(value);
      } else {
        assertThatThrownBy(() -> Envelope.unwrap(damaged))
            .as("byte %d", i)
            .isInstanceOf(Corrupt.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsFound(Format format) {
    byte[] body = Envelope.wrap(Value.of(new byte[] {'1', '2'}, format), NONCE);
    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> Envelope.unwrap(cut)).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void theNonceIsReadFromTheHead() {
    byte[] body = Envelope.wrap(Value.json("{}"), NONCE);
    assertThat(Envelope.nonce(Arrays.copyOf(body, Envelope.HEAD_BYTES))).contains(NONCE);
    assertThat(Envelope.nonce(new byte[] {1, 2, 3})).isEmpty();
    assertThat(Envelope.nonce(new byte[100])).isEmpty();
  }
}
