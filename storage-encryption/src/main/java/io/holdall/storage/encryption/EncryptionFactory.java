package io.holdall.storage.encryption;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code { type = encryption, keyset-file = keyset.json }} known to profiles. The keyset is
 * read when a store is opened, not before.
 */
public final class EncryptionFactory implements DecoratorFactory {
  private static final String FILE = "keyset-file";
  private static final String TEXT = "keyset";
  private static final String VARIABLE = "keyset-variable";
  private static final String KMS_URI = "kms-uri";
  private static final String KMS_CREDENTIALS = "kms-credentials";
  private static final String ENCRYPT_KEYS = "encrypt-keys";
  private static final String STORE_ID = "store-id";

  private static final String NONE = "none";
  private static final String ALL = "all-but-collection";

  private final UnaryOperator<@Nullable String> environment;

  /** For ServiceLoader. */
  public EncryptionFactory() {
    this(System::getenv);
  }

  EncryptionFactory(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public String type() {
    return Encryption.NAME;
  }

  @Override
  public String description() {
    return "keeps values, and names in keys if wanted, encrypted with Google Tink";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(FILE, Kind.PATH, "the file with the keyset, readable for its owner only"),
        Setting.optional(TEXT, Kind.TEXT, "the keyset itself, as JSON or Base64").asSecret(),
        Setting.optional(VARIABLE, Kind.TEXT, "the environment variable that holds the keyset"),
        Setting.optional(
            KMS_URI, Kind.TEXT, "the key of a key management service that encrypts the keyset"),
        Setting.optional(
            KMS_CREDENTIALS, Kind.PATH, "the file with credentials for the key management service"),
        Setting.optional(
            ENCRYPT_KEYS,
            Kind.TEXT,
            NONE,
            "which names in keys are encrypted: none, all-but-collection, or patterns such as"
                + " conversations/*, separated by spaces"),
        Setting.optional(
            STORE_ID,
            Kind.TEXT,
            "an id for the store instead of a random one, 1 to 64 characters"));
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    Encryption encryption =
        Encryption.of(keys(settings)).encryptingNames(patterns(settings.text(ENCRYPT_KEYS)));
    return settings.has(STORE_ID) ? encryption.withStoreId(settings.text(STORE_ID)) : encryption;
  }

  private Supplier<Keys> keys(Settings settings) {
    List<String> given = Stream.of(TEXT, FILE, VARIABLE).filter(settings::has).toList();
    if (given.isEmpty()) {
      throw new Configuration(
              "Encryption needs a keyset: keyset-file, keyset-variable, or the environment variable"
                  + " HOLDALL_ENCRYPTION_KEYSET; 'holdall keys create FILE' makes one")
          .with("setting", FILE);
    }
    Optional<Kms> kms = kms(settings);
    if (given.get(0).equals(FILE)) {
      KeysetFile file = KeysetFile.at(settings.path(FILE));
      return kms.map(file::encryptedBy).orElse(file)::read;
    }
    String text = given.get(0).equals(TEXT) ? settings.text(TEXT) : "";
    String variable = settings.optionalText(VARIABLE).orElse("");
    return () -> KeysetText.parse(text.isEmpty() ? fromVariable(variable) : text, kms);
  }

  private String fromVariable(String variable) {
    String text = environment.apply(variable);
    if (text == null || text.isBlank()) {
      throw new Configuration("The environment variable that is to hold the keyset is not set")
          .with("variable", variable);
    }
    return text;
  }

  private static Optional<Kms> kms(Settings settings) {
    if (!settings.has(KMS_URI)) {
      if (settings.has(KMS_CREDENTIALS)) {
        throw new Configuration("kms-credentials go with a kms-uri")
            .with("setting", KMS_CREDENTIALS);
      }
      return Optional.empty();
    }
    return Optional.of(
        new Kms(
            settings.text(KMS_URI),
            settings.has(KMS_CREDENTIALS)
                ? Optional.of(settings.path(KMS_CREDENTIALS))
                : Optional.empty()));
  }

  private static NamePatterns patterns(String text) {
    return switch (text.strip()) {
      case NONE, "" -> NamePatterns.NONE;
      case ALL -> NamePatterns.ALL_BUT_COLLECTION;
      default -> {
        try {
          yield NamePatterns.parse(List.of(text.strip().split("\\s+")));
        } catch (Configuration e) {
          e.with("setting", ENCRYPT_KEYS);
          throw e;
        }
      }
    };
  }
}
