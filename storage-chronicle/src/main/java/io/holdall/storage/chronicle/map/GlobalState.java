package io.holdall.storage.chronicle.map;

import java.lang.reflect.Field;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.ValueModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What Chronicle Map keeps in the header of its file: how often the map has grown, and where its
 * parts are. Chronicle would write the source of such a class and compile it in every process that
 * opens a map, which takes a second and a JDK. The fields stand where Chronicle puts them: each
 * takes as many bytes as its range in {@link VanillaGlobalMutableState} needs, with no gaps.
 */
public final class GlobalState implements VanillaGlobalMutableState {
  private static final int BULKS_AT = 0;
  private static final int FIRST_FREE_TIER_AT = 3;
  private static final int TIERS_IN_USE_AT = 8;
  private static final int SEGMENT_HEADERS_AT = 13;
  private static final int DATA_STORE_AT = 17;
  private static final int BYTES = 25;

  private @Nullable BytesStore<?, ?> store;
  private long offset;

  /** For Chronicle, by reflection. */
  public GlobalState() {}

  /**
   * Has Chronicle use this class, or one that it has compiled before.
   *
   * @return false if it is a version that cannot: it compiles its own
   */
  static boolean register() {
    try {
      ValueModel model = ValueModel.acquire(VanillaGlobalMutableState.class);
      Field used = ValueModel.class.getDeclaredField("nativeClass");
      used.setAccessible(true);
      if (used.get(model) == null) {
        used.set(model, GlobalState.class);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LoggerFactory.getLogger(GlobalState.class)
          .debug("Chronicle Map compiles a class at each start", e);
      return false;
    }
  }

  @Override
  public int getAllocatedExtraTierBulks() {
    return (int) read(BULKS_AT, FIRST_FREE_TIER_AT - BULKS_AT);
  }

  @Override
  public void setAllocatedExtraTierBulks(int bulks) {
    write(BULKS_AT, FIRST_FREE_TIER_AT - BULKS_AT, bulks);
  }

  @Override
  public long getFirstFreeTierIndex() {
    return read(FIRST_FREE_TIER_AT, TIERS_IN_USE_AT - FIRST_FREE_TIER_AT);
  }

  @Override
  public void setFirstFreeTierIndex(long index) {
    write(FIRST_FREE_TIER_AT, TIERS_IN_USE_AT - FIRST_FREE_TIER_AT, index);
  }

  @Override
  public long getExtraTiersInUse() {
    return read(TIERS_IN_USE_AT, SEGMENT_HEADERS_AT - TIERS_IN_USE_AT);
  }

  @Override
  public void setExtraTiersInUse(long tiers) {
    write(TIERS_IN_USE_AT, SEGMENT_HEADERS_AT - TIERS_IN_USE_AT, tiers);
  }

  @Override
  public long getSegmentHeadersOffset() {
    return read(SEGMENT_HEADERS_AT, DATA_STORE_AT - SEGMENT_HEADERS_AT);
  }

  @Override
  public void setSegmentHeadersOffset(long at) {
    write(SEGMENT_HEADERS_AT, DATA_STORE_AT - SEGMENT_HEADERS_AT, at);
  }

  @Override
  public long getDataStoreSize() {
    return read(DATA_STORE_AT, BYTES - DATA_STORE_AT);
  }

  @Override
  public void setDataStoreSize(long size) {
    write(DATA_STORE_AT, BYTES - DATA_STORE_AT, size);
  }

  @Override
  public long addDataStoreSize(long more) {
    long size = Math.addExact(getDataStoreSize(), more);
    setDataStoreSize(size);
    return size;
  }

  private long read(int at, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | store().readUnsignedByte(offset + at + i);
    }
    return value;
  }

  private void write(int at, int length, long value) {
    if (value < 0 || (length < Long.BYTES && value >>> (length * Byte.SIZE) != 0)) {
      throw new IllegalArgumentException("A field of the map's header cannot hold " + value);
    }
    for (int i = 0; i < length; i++) {
      store().writeByte(offset + at + i, (byte) (value >>> (i * Byte.SIZE)));
    }
  }

  private BytesStore<?, ?> store() {
    BytesStore<?, ?> present = store;
    if (present == null) {
      throw new IllegalStateException("The header of the map is not there yet");
    }
    return present;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public void bytesStore(BytesStore bytesStore, long at, long length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("The map's header has other fields than expected");
    }
    store = bytesStore;
    offset = at;
  }

  @Override
  public @Nullable BytesStore<?, ?> bytesStore() {
    return store;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long maxSize() {
    return BYTES;
  }
}
