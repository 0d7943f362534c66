package io.holdall.emulators.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a request is signed with AWS Signature Version 4, and its body is the one signed. */
final class SignatureCheck {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  private final String accessKey;
  private final String secretKey;

  // Derived once for each day and region: the fake shares the processors with what it serves.
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

  SignatureCheck(String accessKey, String secretKey) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  void require(FakeRequest request) {
    Matcher said = AUTHORIZATION.matcher(request.header("authorization"));
    if (!said.matches() || !said.group(1).equals(accessKey)) {
      throw new Refusal(403, "InvalidAccessKeyId");
    }
    String payload = request.header("x-amz-content-sha256");
    if (!payload.equals("UNSIGNED-PAYLOAD") && !payload.equals(hex(sha256(request.body())))) {
      throw new Refusal(400, "XAmzContentSHA256Mismatch");
    }
    String scope = said.group(2) + "/" + said.group(3) + "/s3/aws4_request";
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            request.header("x-amz-date"),
            scope,
            hex(
                sha256(
                    canonical(request, said.group(4), payload).getBytes(StandardCharsets.UTF_8))));
    byte[] key = keys.computeIfAbsent(scope, any -> key(said.group(2), said.group(3)));
    if (!hex(hmac(key, toSign)).equals(said.group(5))) {
      throw new Refusal(403, "SignatureDoesNotMatch");
    }
  }

  private byte[] key(String day, String region) {
    byte[] key = hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), day);
    for (String part : Arrays.asList(region, "s3", "aws4_request")) {
      key = hmac(key, part);
    }
    return key;
  }

  private static String canonical(FakeRequest request, String signed, String payload) {
    Map<String, String> query = new TreeMap<>();
    request.query().forEach((name, text) -> query.put(escaped(name), escaped(text)));
    String headers =
        Arrays.stream(signed.split(";", -1))
            .map(name -> name + ":" + request.header(name).strip().replaceAll(" +", " ") + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        request.rawPath(),
        query.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("&")),
        headers,
        signed,
        payload);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
