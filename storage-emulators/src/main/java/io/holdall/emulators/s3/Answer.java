package io.holdall.emulators.s3;

import io.holdall.emulators.s3.FakeBucket.Stored;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer.
 *
 * @param status the HTTP status; 0 for none at all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final Pattern PART = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");
  private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d+)");

  static Answer none() {
    return empty(0);
  }

  boolean isNone() {
    return status == 0;
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  static Answer tagged(String tag) {
    return new Answer(200, Map.of("ETag", '"' + tag + '"'), new byte[0]);
  }

  static Answer object(Stored stored, String range) {
    Map<String, String> headers =
        Map.of("ETag", '"' + stored.tag() + '"', "Content-Type", stored.type());
    Matcher asked = RANGE.matcher(range);
    if (!asked.matches()) {
      return new Answer(200, headers, stored.body());
    }
    if (stored.body().length == 0) {
      throw new Refusal(416, "InvalidRange");
    }
    int end = Math.min(stored.body().length, Integer.parseInt(asked.group(1)) + 1);
    return new Answer(206, headers, Arrays.copyOf(stored.body(), end));
  }

  static Answer listing(FakeRequest request, FakeBucket bucket) {
    int limit = Integer.parseInt(request.query().getOrDefault("max-keys", "1000"));
    String prefix = request.parameter("prefix");
    String after = request.parameter("start-after");
    List<Map.Entry<String, Stored>> found = bucket.list(prefix, after, Math.min(limit, 1_000) + 1);
    boolean more = found.size() > Math.min(limit, 1_000);
    List<Map.Entry<String, Stored>> shown =
        more ? new ArrayList<>(found.subList(0, found.size() - 1)) : found;
    boolean escape = request.parameter("encoding-type").equals("url");
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    xml.append(element("IsTruncated", Boolean.toString(more)));
    if (escape) {
      xml.append(element("EncodingType", "url"));
    }
    for (Map.Entry<String, Stored> one : shown) {
      xml.append("<Contents>")
          .append(element("Key", escape ? escaped(one.getKey()) : one.getKey()))
          .append(element("ETag", '"' + one.getValue().tag() + '"'))
          .append(element("Size", Integer.toString(one.getValue().body().length)))
          .append("</Contents>");
    }
    return xml(200, xml.append("</ListBucketResult>").toString());
  }

  static Answer upload(String upload) {
    return xml(
        200,
        "<InitiateMultipartUploadResult>"
            + element("UploadId", upload)
            + "</InitiateMultipartUploadResult>");
  }

  static Answer completed(String tag) {
    return xml(
        200,
        "<CompleteMultipartUploadResult>"
            + element("ETag", '"' + tag + '"')
            + "</CompleteMultipartUploadResult>");
  }

  static Answer refused(Refusal refusal) {
    return xml(
        refusal.status(),
        "<Error>"
            + element("Code", refusal.code())
            + element("Message", "Refused by the fake")
            + element("RequestId", "FAKE")
            + "</Error>");
  }

  /** The numbers of the parts of which an upload is to be made. */
  static List<Integer> parts(FakeRequest request) {
    return PART.matcher(new String(request.body(), StandardCharsets.UTF_8))
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .toList();
  }

  private static Answer xml(int status, String text) {
    String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text;
    return new Answer(
        status,
        Map.of("Content-Type", "application/xml"),
        document.getBytes(StandardCharsets.UTF_8));
  }

  private static String element(String name, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<" + name + ">" + safe + "</" + name + ">";
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
