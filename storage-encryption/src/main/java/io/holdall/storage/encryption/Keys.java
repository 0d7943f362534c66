package io.holdall.storage.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.holdall.storage.StorageException.Configuration;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A keyset of Google Tink: several keys, each with a number, of which the primary encrypts and
 * every enabled one decrypts. Immutable; {@link #rotated()} and the like give a changed copy.
 *
 * <p>Keysets are Tink's own, so {@code tinkey} and other languages understand them. Every key must
 * have Tink's output prefix, by which a ciphertext names its key.
 */
public final class Keys {
  private final KeysetHandle keyset;
  private final Aead aead;

  private Keys(KeysetHandle keyset, Aead aead) {
    this.keyset = keyset;
    this.aead = aead;
  }

  /**
   * What may be told of a key; nothing secret.
   *
   * @param id its number, which stands in everything it has encrypted
   * @param type what it is, such as {@code AES-256-GCM}
   * @param primary whether it is the one that encrypts
   * @param enabled whether it is used at all
   */
  public record Info(long id, String type, boolean primary, boolean enabled) {}

  /** A new keyset with one key, AES-256-GCM. */
  public static Keys create() {
    try {
      return of(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, Tink.configuration()));
    } catch (GeneralSecurityException e) {
      throw new Configuration("No key could be made", e);
    }
  }

  /**
   * A keyset made with Tink.
   *
   * @throws Configuration if it is not for {@link Aead}, or has a key without Tink's output prefix
   */
  public static Keys of(KeysetHandle keyset) {
    for (int i = 0; i < keyset.size(); i++) {
      if (keyset.getAt(i).getKey().getIdRequirementOrNull() == null) {
        throw new Configuration(
                "A key of the keyset has no output prefix, so what it encrypts would not name it")
            .with("key-id", id(keyset.getAt(i).getId()));
      }
    }
    try {
      return new Keys(keyset, keyset.getPrimitive(Tink.configuration(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new Configuration("The keyset is not one for authenticated encryption (AEAD)", e);
    }
  }

  /**
   * Reads a keyset from a text: JSON as Tink writes it, or Base64 of it or of Tink's binary form.
   *
   * @throws Configuration if it is not a keyset; the text is not shown
   */
  public static Keys parse(String text) {
    return KeysetText.parse(text, Optional.empty());
  }

  /**
   * Reads a keyset that is encrypted with a key of a key management service.
   *
   * @throws Configuration if it is not a keyset or the service does not decrypt it
   */
  public static Keys parse(String text, Kms kms) {
    return KeysetText.parse(text, Optional.of(kms));
  }

  /**
   * Reads the keyset that an environment variable holds, as {@link #parse(String)} does.
   *
   * @throws Configuration if the variable is not set or its text is not a keyset
   */
  public static Keys fromEnvironment(String variable) {
    String text = System.getenv(variable);
    if (text == null || text.isBlank()) {
      throw new Configuration("The environment variable that is to hold the keyset is not set")
          .with("variable", variable);
    }
    return parse(text);
  }

  /**
   * Reads the keyset of a file, which nobody but its owner may be able to read.
   *
   * @throws Configuration if there is no file, it is no keyset, or others may read it
   */
  public static Keys fromFile(Path file) {
    return KeysetFile.at(file).read();
  }

  /** These keys and a new one, which is the primary from now on. */
  public Keys rotated() {
    return changed(
        builder ->
            builder.addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary()));
  }

  /** These keys and a new one that only decrypts, until {@link #withPrimary} says otherwise. */
  public Keys withNewKey() {
    return changed(
        builder ->
            builder.addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()));
  }

  /**
   * These keys, another one being the primary.
   *
   * @throws Configuration if there is no such key or it is disabled
   */
  public Keys withPrimary(long id) {
    int index = indexOf(id);
    if (keyset.getAt(index).getStatus() != KeyStatus.ENABLED) {
      throw new Configuration("A disabled key cannot be the primary").with("key-id", id);
    }
    return changed(builder -> builder.getAt(index).makePrimary());
  }

  /**
   * These keys, one of them enabled or disabled.
   *
   * @throws Configuration if there is no such key or it is the primary
   */
  public Keys withEnabled(long id, boolean enabled) {
    int index = indexOf(id);
    if (keyset.getAt(index).isPrimary()) {
      throw new Configuration("The primary key cannot be disabled; make another one the primary")
          .with("key-id", id);
    }
    return changed(
        builder ->
            builder.getAt(index).setStatus(enabled ? KeyStatus.ENABLED : KeyStatus.DISABLED));
  }

  /** What may be told of the keys, in the order of the keyset. */
  public List<Info> list() {
    List<Info> list = new ArrayList<>();
    for (int i = 0; i < keyset.size(); i++) {
      KeysetHandle.Entry entry = keyset.getAt(i);
      list.add(
          new Info(
              id(entry.getId()),
              type(entry.getKey().getParameters()),
              entry.isPrimary(),
              entry.getStatus() == KeyStatus.ENABLED));
    }
    return list;
  }

  /** The number of the key that encrypts. */
  public long primaryId() {
    return id(keyset.getPrimary().getId());
  }

  /** The keyset itself, secret keys included. */
  public KeysetHandle keyset() {
    return keyset;
  }

  Aead aead() {
    return aead;
  }

  /** Whether a key can decrypt. */
  boolean canDecrypt(long id) {
    return list().stream().anyMatch(key -> key.id() == id && key.enabled());
  }

  /** The keys in clear text. */
  String json() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          keyset, Tink.configuration(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new Configuration("The keyset cannot be written", e);
    }
  }

  /** The numbers of the keys that decrypt, for messages. */
  String enabledIds() {
    return list().stream()
        .filter(Info::enabled)
        .map(key -> Long.toString(key.id()))
        .collect(Collectors.joining(" "));
  }

  /** The numbers of the keys; never the keys. */
  @Override
  public String toString() {
    return "Keys" + list();
  }

  private interface Change {
    void apply(KeysetHandle.Builder builder);
  }

  private Keys changed(Change change) {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
    change.apply(builder);
    try {
      return of(builder.build());
    } catch (GeneralSecurityException e) {
      throw new Configuration("The keyset cannot be changed", e);
    }
  }

  private int indexOf(long id) {
    OptionalInt index = OptionalInt.empty();
    for (int i = 0; i < keyset.size(); i++) {
      if (id(keyset.getAt(i).getId()) == id) {
        index = OptionalInt.of(i);
      }
    }
    return index.orElseThrow(
        () -> new Configuration("The keyset has no such key").with("key-id", id));
  }

  private static long id(int number) {
    return Integer.toUnsignedLong(number);
  }

  private static String type(Parameters parameters) {
    if (parameters instanceof AesGcmParameters gcm) {
      return "AES-" + gcm.getKeySizeBytes() * 8 + "-GCM";
    }
    return parameters.getClass().getSimpleName().replace("Parameters", "");
  }
}
