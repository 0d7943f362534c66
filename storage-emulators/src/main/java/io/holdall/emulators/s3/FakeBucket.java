package io.holdall.emulators.s3;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Objects and uploads of one bucket. What writes, writes under its monitor. */
final class FakeBucket {
  /** An object; its ETag is made of its body alone, as in S3. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Stored(byte[] body, String tag, String type) {}

  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Map<String, SortedMap<Integer, byte[]>> uploads = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<Weakness> weaknesses;
  private int lastUpload;

  // How many look before anybody writes, if that is its weakness.
  private final CountDownLatch lookers = new CountDownLatch(2);

  FakeBucket(Set<Weakness> weaknesses) {
    this.weaknesses = weaknesses;
  }

  Stored get(String key) {
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new Refusal(404, "NoSuchKey");
    }
    return stored;
  }

  NavigableMap<String, Stored> objects() {
    return objects;
  }

  synchronized int uploads() {
    return uploads.size();
  }

  String put(FakeRequest request, byte[] body) {
    Stored stored = new Stored(body, md5(body), request.header("content-type"));
    return write(request, stored).tag();
  }

  synchronized void delete(FakeRequest request) {
    Stored present = objects.get(request.key());
    String asked = request.header("if-match");
    if (!asked.isEmpty() && !weaknesses.contains(Weakness.IGNORES_IF_MATCH_ON_DELETE)) {
      requireTag(present, asked);
    }
    objects.remove(request.key());
  }

  synchronized String begin(FakeRequest request) {
    String upload = "upload-" + ++lastUpload;
    uploads.put(upload, new TreeMap<>());
    types.put(upload, request.header("content-type"));
    return upload;
  }

  synchronized String part(FakeRequest request) {
    upload(request).put(Integer.parseInt(request.parameter("partNumber")), request.body());
    return md5(request.body());
  }

  synchronized void abort(FakeRequest request) {
    upload(request);
    uploads.remove(request.parameter("uploadId"));
  }

  synchronized String complete(FakeRequest request, List<Integer> numbers) {
    SortedMap<Integer, byte[]> parts = upload(request);
    if (!List.copyOf(parts.keySet()).equals(numbers)) {
      throw new Refusal(400, "InvalidPart");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (byte[] part : parts.values()) {
      if (part.length < 5 << 20 && part != parts.get(parts.lastKey())) {
        throw new Refusal(400, "EntityTooSmall");
      }
      body.writeBytes(part);
      digests.writeBytes(digest(part));
    }
    String tag = md5(digests.toByteArray()) + "-" + parts.size();
    String type = types.getOrDefault(request.parameter("uploadId"), "");
    Stored stored = write(request, new Stored(body.toByteArray(), tag, type));
    uploads.remove(request.parameter("uploadId"));
    return stored.tag();
  }

  List<Map.Entry<String, Stored>> list(String prefix, String after, int limit) {
    List<Map.Entry<String, Stored>> found = new ArrayList<>();
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    for (Map.Entry<String, Stored> one : objects.tailMap(from, true).entrySet()) {
      if (found.size() == limit || !one.getKey().startsWith(prefix)) {
        break;
      }
      if (one.getKey().compareTo(after) > 0) {
        found.add(one);
      }
    }
    return found;
  }

  private Stored write(FakeRequest request, Stored stored) {
    if (weaknesses.contains(Weakness.LOOKS_BEFORE_IT_WRITES) && request.key().contains("!probe")) {
      requireConditions(request);
      lookers.countDown();
      awaitLookers();
      objects.put(request.key(), stored);
      return stored;
    }
    synchronized (this) {
      requireConditions(request);
      objects.put(request.key(), stored);
      return stored;
    }
  }

  private void awaitLookers() {
    try {
      if (!lookers.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody else came to write");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireConditions(FakeRequest request) {
    Stored present = objects.get(request.key());
    if (!request.header("if-none-match").isEmpty()
        && present != null
        && !weaknesses.contains(Weakness.IGNORES_IF_NONE_MATCH)) {
      throw new Refusal(412, "PreconditionFailed");
    }
    String asked = request.header("if-match");
    if (!asked.isEmpty() && !weaknesses.contains(Weakness.IGNORES_IF_MATCH)) {
      requireTag(present, asked);
    }
  }

  private static void requireTag(@Nullable Stored present, String asked) {
    if (present == null) {
      throw new Refusal(404, "NoSuchKey");
    }
    if (!asked.equals('"' + present.tag() + '"')) {
      throw new Refusal(412, "PreconditionFailed");
    }
  }

  private SortedMap<Integer, byte[]> upload(FakeRequest request) {
    SortedMap<Integer, byte[]> upload = uploads.get(request.parameter("uploadId"));
    if (upload == null) {
      throw new Refusal(404, "NoSuchUpload");
    }
    return upload;
  }

  private static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
