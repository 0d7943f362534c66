package io.holdall.emulators.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it arrived.
 *
 * @param rawPath the path, still escaped
 * @param bucket the first part of the path
 * @param key the rest of the path, unescaped; empty if the request is about the bucket
 * @param query the parameters, unescaped
 * @param headers the headers, their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record FakeRequest(
    String method,
    String rawPath,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  static FakeRequest read(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    int slash = path.indexOf('/', 1);
    String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, texts) -> headers.put(name.toLowerCase(Locale.ROOT), texts.get(0)));
    return new FakeRequest(
        exchange.getRequestMethod(),
        path,
        unescaped(bucket),
        unescaped(key),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query.put(unescaped(name), equals < 0 ? "" : unescaped(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String unescaped(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
