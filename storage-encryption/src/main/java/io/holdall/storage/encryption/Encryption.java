package io.holdall.storage.encryption;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Encrypts everything that reaches the store: values always, names in keys if wanted.
 *
 * <pre>{@code
 * Keys keys = KeysetFile.at(Path.of("keyset.json")).read();
 * Storage storage = Storage.builder(backend).with(Encryption.of(keys)).open();
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * <dl>
 *   <dt>Secrecy
 *   <dd>No value reaches the store, its files, journals and logs but encrypted with the keyset's
 *       primary key. Names in keys do not either, where {@link #encryptingNames} says so.
 *   <dt>Integrity
 *   <dd>A ciphertext is bound to its store, its key and its format. One that was changed in a
 *       single bit, shortened, or moved to another key or store is refused as {@code Corrupt}, or
 *       as {@code AccessDenied} if it names a key that the keyset lacks; never handed out.
 *   <dt>Clear errors
 *   <dd>A store knows that it is encrypted. Opening it without this decorator, with a keyset that
 *       lacks its key, or opening an unencrypted store that has entries with it, is an error that
 *       says so. Two processes that open a new store at once agree.
 *   <dt>The contract
 *   <dd>Order of keys, scans, conditions, batches and snapshots are as without it. Limits of keys
 *       and values are a little lower, see {@code Capabilities}.
 * </dl>
 *
 * <p><b>Not</b> hidden are how many entries there are, about how long, when and how often they are
 * written, and the names that are not encrypted. An old value put back under its own key, or an
 * entry removed, by someone who can write to the files, is not noticed.
 *
 * <p>Where names are encrypted, keys stand in the store in another order. Scans come in the right
 * one all the same: the names right under a key are read and sorted in memory for each page, so a
 * page costs time and memory in proportion to the number of names on its level. Numbers as {@link
 * io.holdall.storage.Key#child(long)} writes them are not encrypted and cost nothing.
 *
 * <p>Immutable. {@link EncryptedStore} is the extension that tells of keys and encrypts anew.
 */
public final class Encryption implements Decorator {
  static final String NAME = "encryption";

  private final Supplier<Keys> keys;
  private final NamePatterns names;
  private final Optional<String> storeId;

  private Encryption(Supplier<Keys> keys, NamePatterns names, Optional<String> storeId) {
    this.keys = keys;
    this.names = names;
    this.storeId = storeId;
  }

  /** Encrypts values with these keys. */
  public static Encryption of(Keys keys) {
    return of(() -> keys);
  }

  /** Encrypts values with keys that are fetched when a store is opened. */
  static Encryption of(Supplier<Keys> keys) {
    return new Encryption(keys, NamePatterns.NONE, Optional.empty());
  }

  /** Encrypts names too, every segment of a key but the collection and numbers. */
  public Encryption encryptingNames() {
    return encryptingNames(NamePatterns.ALL_BUT_COLLECTION);
  }

  /**
   * Encrypts names too, those that patterns say. A pattern is a path whose segments are {@code *}
   * for any segment, to be encrypted; {@code **}, only at the end, for all that follow, to be
   * encrypted; {@code ?} for any segment, left as it is; and else a segment as it is written in
   * keys, left as it is: {@code conversations/*}, {@code users/?/**}. Numbers as {@link
   * io.holdall.storage.Key#child(long)} writes them are never encrypted. The patterns are fixed
   * when a store is made.
   *
   * @throws io.holdall.storage.StorageException.Configuration if a pattern is wrong
   */
  public Encryption encryptingNames(String... patterns) {
    return encryptingNames(NamePatterns.parse(List.of(patterns)));
  }

  Encryption encryptingNames(NamePatterns patterns) {
    return new Encryption(keys, patterns, storeId);
  }

  /**
   * With an id for the store instead of a random one; opening a store that has another one is an
   * error. Two stores with one id and one keyset can exchange ciphertexts under the same key, so
   * that a copy of the files can stand in for them.
   *
   * @param id 1 to 64 of the characters {@code A-Z a-z 0-9 - _}
   * @throws io.holdall.storage.StorageException.Configuration if it is something else
   */
  public Encryption withStoreId(String id) {
    return new Encryption(keys, names, Optional.of(Header.checkedId(id)));
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    return EncryptedBackend.open(delegate, new Opening(keys.get(), storeId, names));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.SCRAMBLES);
  }
}
