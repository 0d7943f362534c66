package io.holdall.storage.decorator.readonly;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;

/**
 * Lets everything be read and nothing be written, whatever the backend can do.
 *
 * <pre>{@code
 * Storage.builder(backend).with(ReadOnly.decorator()).open();
 * }</pre>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>A commit that puts or deletes is refused with {@code AccessDenied} before the delegate
 *       hears of it, the framework's own commits included. A batch that only checks is asked of the
 *       delegate: it writes nothing.
 *   <li>{@code capabilities().readOnly()} is true; everything else is the delegate's.
 *   <li>Reads, scans, snapshots and statistics are the delegate's, at no cost. What others write to
 *       the store is seen as it always is.
 *   <li>Of the delegate's extensions those are reachable that are known to read only ({@link
 *       io.holdall.storage.spi.ReadingExtension}), such as queries in SQL; any other might write.
 * </ul>
 *
 * <p>The backend below is opened as its own settings say; it may create files, take locks, or
 * compact. Where the backend can be opened read-only itself ({@code read-only = true}), and nobody
 * writes through it, that is the better choice.
 */
public final class ReadOnly implements Decorator {
  static final String TYPE = "read-only";

  private static final ReadOnly INSTANCE = new ReadOnly();

  private ReadOnly() {}

  /** The decorator. */
  public static ReadOnly decorator() {
    return INSTANCE;
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    return new ReadOnlyBackend(delegate);
  }

  @Override
  public String name() {
    return TYPE;
  }
}
