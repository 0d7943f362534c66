package io.holdall.storage.azure;

import com.azure.storage.blob.models.BlobRequestConditions;
import io.holdall.storage.Condition;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions as ETags, which Azure changes with every write. */
final class Tags {
  /** What ETags are made of; anything else was not issued here, and must not get into a header. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._+/=-]{1,128}");

  private Tags() {}

  /**
   * @throws Corrupt if the service gave no usable ETag
   */
  static Version version(String blob, @Nullable String tag) {
    String bare = tag == null ? "" : tag.replace("\"", "");
    if (!TAG.matcher(bare).matches()) {
      throw new Corrupt("The service gives this blob no usable ETag").with("file", blob);
    }
    return Version.parse(bare);
  }

  /**
   * @throws ObjectFailure if the version was not issued here, so that no blob can have it
   */
  static BlobRequestConditions conditions(Condition condition) throws ObjectFailure {
    BlobRequestConditions conditions = new BlobRequestConditions();
    if (condition instanceof Condition.Absent) {
      conditions.setIfNoneMatch("*");
    } else if (condition instanceof Condition.Is is) {
      String tag = is.version().text();
      if (!TAG.matcher(tag).matches()) {
        throw new ObjectFailure(Kind.CONDITION, new IllegalArgumentException("No ETag of Azure"));
      }
      conditions.setIfMatch('"' + tag + '"');
    }
    return conditions;
  }
}
