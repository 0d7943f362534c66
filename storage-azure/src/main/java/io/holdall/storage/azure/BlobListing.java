package io.holdall.storage.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.objects.ObjectListing;
import io.holdall.storage.spi.objects.ObjectListing.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the blobs of a container from any name on. Services older than February 2026, and
 * emulators, do not know how to begin in the middle; there everything before is listed, too, and
 * left out, in the largest pages they give.
 */
final class BlobListing {
  /** How many names Azure gives at most in one answer. */
  private static final int LARGEST_PAGE = 5_000;

  private final BlobContainerClient container;
  private volatile boolean beginsAnywhere = true; // until the service shows that it does not

  BlobListing(BlobContainerClient container) {
    this.container = container;
  }

  ObjectListing list(String prefix, String after, int limit) {
    if (after.compareTo(prefix) > 0 && !after.startsWith(prefix)) {
      return new ObjectListing(List.of(), false); // it is after all of them
    }
    String start = start(after);
    List<Listed> found = new ArrayList<>();
    String marker = null;
    do {
      PagedResponse<BlobItem> page = page(prefix, start, limit, marker);
      for (BlobItem item : page.getValue()) {
        listed(item).filter(one -> one.name().compareTo(after) > 0).ifPresent(found::add);
        if (item.getName().compareTo(start) < 0) {
          beginsAnywhere = false;
        }
      }
      marker = page.getContinuationToken();
    } while (found.isEmpty() && marker != null && !marker.isEmpty());
    requireOrder(found);
    boolean left = found.size() > limit;
    boolean more = left || (marker != null && !marker.isEmpty());
    return new ObjectListing(left ? found.subList(0, limit) : found, more);
  }

  private PagedResponse<BlobItem> page(
      String prefix, String start, int limit, @Nullable String marker) {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(BlobNames.prefix(prefix))
            .setMaxResultsPerPage(beginsAnywhere ? limit : LARGEST_PAGE);
    if (start.startsWith(BlobNames.prefix(prefix))) {
      options.setStartFrom(start);
    }
    return container.listBlobs(options, marker, null).iterableByPage().iterator().next();
  }

  /** The first name that can follow, as the service begins with the name it is given. */
  private static String start(String after) {
    String start = BlobNames.start(after) + '!';
    return start.substring(0, Math.min(start.length(), BlobNames.LONGEST));
  }

  private static Optional<Listed> listed(BlobItem item) {
    return BlobNames.name(item.getName())
        .map(
            name ->
                new Listed(
                    name,
                    Tags.version(item.getName(), item.getProperties().getETag()),
                    item.getProperties().getContentLength()));
  }

  /** Names that are none of the store's may be in any order. */
  private static void requireOrder(List<Listed> found) {
    String last = "";
    for (Listed one : found) {
      if (one.name().chars().allMatch(c -> c > ' ' && c <= '~')) {
        if (one.name().compareTo(last) <= 0) {
          throw new Configuration(
              "The service does not list names in the order of their bytes, as an account with a"
                  + " hierarchical namespace does; use an account without");
        }
        last = one.name();
      }
    }
  }
}
