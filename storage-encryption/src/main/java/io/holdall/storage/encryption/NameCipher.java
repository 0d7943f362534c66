package io.holdall.storage.encryption;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.daead.AesSivParameters;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.encryption.NamePatterns.State;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts names in keys, each segment by itself, always to the same text (AES-SIV): {@code =}
 * followed by Base64. The plain beginning of the key is the associated data, so equal names under
 * different parents do not look alike. Numbers as {@link Key#child(long)} writes them stay as they
 * are, and so in order.
 *
 * <p>Each encrypted segment is 23 characters longer, so after {@value #MOST} of them in one key all
 * that follows becomes one last segment, {@code ==} followed by Base64.
 */
final class NameCipher {
  static final String MARK = "=";

  /** Sorts right after everything that begins with the mark. */
  static final String MARK_END = ">";

  private static final String PATH_MARK = "==";

  /** How many segments are encrypted by themselves. */
  static final int MOST = 6;

  /** What a segment or path grows by, beyond a third: mark, synthetic IV, rounding. */
  private static final int SEGMENT_OVERHEAD = 25;

  private static final int KEY_BYTES = 64;

  private static final int SHORT_NUMBER = 12;
  private static final int LONG_NUMBER = 20;
  private static final String LEAST_LONG = "0000001000000000000";
  private static final String GREATEST_LONG = Long.toString(Long.MAX_VALUE);

  private final NamePatterns patterns;
  private final DeterministicAead aead;
  private final AssociatedData associatedData;

  NameCipher(NamePatterns patterns, DeterministicAead aead, AssociatedData associatedData) {
    this.patterns = patterns;
    this.aead = aead;
    this.associatedData = associatedData;
  }

  /** A new key for names, to be kept sealed in the store. */
  static byte[] newKey() {
    try {
      AesSivParameters parameters =
          AesSivParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setVariant(AesSivParameters.Variant.NO_PREFIX)
              .build();
      return TinkProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(parameters, Tink.configuration()),
          InsecureSecretKeyAccess.get(),
          Tink.configuration());
    } catch (GeneralSecurityException e) {
      throw new Configuration("No key for names could be made", e);
    }
  }

  /** Encrypts with a key that {@link #newKey} made. */
  static NameCipher of(NamePatterns patterns, byte[] key, AssociatedData associatedData) {
    try {
      DeterministicAead aead =
          TinkProtoKeysetFormat.parseKeyset(
                  key, InsecureSecretKeyAccess.get(), Tink.configuration())
              .getPrimitive(Tink.configuration(), DeterministicAead.class);
      return new NameCipher(patterns, aead, associatedData);
    } catch (GeneralSecurityException e) {
      throw new Corrupt("The key for names, kept in the store, cannot be read", e);
    }
  }

  /** The longest key that fits in every case where stored keys may have this length. */
  static int longestKey(int longestStored) {
    int longest = (longestStored - SEGMENT_OVERHEAD * (MOST + 1)) * 3 / 4;
    if (longest < 1) {
      throw new Configuration("This store takes too short keys for their names to be encrypted");
    }
    return longest;
  }

  /** Where every key begins. */
  Place root() {
    return new Place("", "", patterns.start(), 0);
  }

  /** The key as it is stored, encoded; perhaps longer than a key may be. */
  String stored(Key key) {
    return stored(key.encoded());
  }

  /** A path as it is stored. */
  String stored(String plain) {
    Place place = root();
    int start = 0;
    while (true) {
      if (place.state.isDone()) {
        return place.stored + plain.substring(start);
      }
      int slash = plain.indexOf('/', start);
      String segment = plain.substring(start, slash < 0 ? plain.length() : slash);
      if (place.isFull() && place.isName(segment)) {
        return place.stored + PATH_MARK + sealed(plain.substring(start), place, true);
      }
      String name = place.storedName(segment);
      if (slash < 0) {
        return place.stored + name;
      }
      place = place.below(segment, name);
      start = slash + 1;
    }
  }

  /**
   * The key as it was before it was stored.
   *
   * @throws Corrupt if it was never stored so in this store
   */
  Key plain(Key stored) {
    String encoded = stored.encoded();
    Place place = root();
    int start = 0;
    while (true) {
      if (place.state.isDone()) {
        return Key.parse(place.plain + encoded.substring(start));
      }
      int slash = encoded.indexOf('/', start);
      String name = encoded.substring(start, slash < 0 ? encoded.length() : slash);
      String segment = place.plainName(name);
      if (slash < 0) {
        return Key.parse(place.plain + segment);
      }
      if (name.startsWith(PATH_MARK) && place.hasNames()) {
        throw new Corrupt("A stored key goes on after its end");
      }
      place = place.below(segment, name);
      start = slash + 1;
    }
  }

  /** A prefix of keys, plain and as it is stored. Immutable. */
  final class Place {
    private final String plain;
    private final String stored;
    private final State state;
    private final int sealedSegments;

    private Place(String plain, String stored, State state, int sealedSegments) {
      this.plain = plain;
      this.stored = stored;
      this.state = state;
      this.sealedSegments = sealedSegments;
    }

    /** Empty or ending in a slash. */
    String plain() {
      return plain;
    }

    /** Empty or ending in a slash. */
    String stored() {
      return stored;
    }

    /** Whether stored keys below are as they were. */
    boolean isTransparent() {
      return state.isDone();
    }

    /** Whether there may be encrypted names right below. */
    boolean hasNames() {
      return state.encrypts();
    }

    /** Whether a further encrypted name takes all that follows it with it. */
    boolean isFull() {
      return sealedSegments == MOST;
    }

    /** Whether a plain segment right below is encrypted. */
    boolean isName(String segment) {
      return state.encrypts() && !state.isLiteral(segment) && !isNumber(segment);
    }

    /** A plain segment right below, as it is stored; not for a name if the place is full. */
    String storedName(String segment) {
      return isName(segment) ? MARK + sealed(segment, this, false) : segment;
    }

    /** A stored segment right below as it was; several, joined, if the place is full. */
    String plainName(String name) {
      if (!state.encrypts()) {
        return name;
      }
      if (name.startsWith(PATH_MARK)) {
        return opened(name.substring(PATH_MARK.length()), this, true);
      }
      if (name.startsWith(MARK)) {
        return opened(name.substring(MARK.length()), this, false);
      }
      if (isName(name)) {
        throw new Corrupt("A stored key has a name that is not encrypted");
      }
      return name;
    }

    /** The place below a segment that is known in both forms. */
    Place below(String segment, String name) {
      return new Place(
          plain + segment + '/',
          stored + name + '/',
          state.after(segment),
          sealedSegments + (isName(segment) ? 1 : 0));
    }
  }

  private String sealed(String text, Place place, boolean path) {
    try {
      byte[] sealed =
          aead.encryptDeterministically(
              text.getBytes(StandardCharsets.UTF_8), associatedData(place, path));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new Configuration("A name cannot be encrypted", e);
    }
  }

  private String opened(String text, Place place, boolean path) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(text);
      byte[] opened = aead.decryptDeterministically(sealed, associatedData(place, path));
      return new String(opened, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Corrupt("A stored key was changed, or moved here from elsewhere", e);
    }
  }

  private byte[] associatedData(Place place, boolean path) {
    return path ? associatedData.ofPath(place.plain) : associatedData.ofSegment(place.plain);
  }

  /** Whether it is a number as {@link Key#child(long)} writes it. */
  private static boolean isNumber(String segment) {
    boolean isLong = segment.length() == LONG_NUMBER && segment.charAt(0) == '~';
    if (!isLong && segment.length() != SHORT_NUMBER) {
      return false;
    }
    String digits = isLong ? segment.substring(1) : segment;
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && (!isLong || (digits.compareTo(LEAST_LONG) >= 0 && digits.compareTo(GREATEST_LONG) <= 0));
  }
}
