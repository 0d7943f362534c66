package io.holdall.storage.azure;

/** What a request asks for. */
enum Operation {
  GET,
  HEAD,
  PUT,
  BLOCK,
  BLOCK_LIST,
  DELETE,
  LIST,
  ACCOUNT,
  FIND_CONTAINER,
  CREATE_CONTAINER;

  static Operation of(String method, String query) {
    if (query.contains("restype=account")) {
      return ACCOUNT;
    }
    if (query.contains("restype=container")) {
      if (query.contains("comp=list")) {
        return LIST;
      }
      return method.equals("PUT") ? CREATE_CONTAINER : FIND_CONTAINER;
    }
    return switch (method) {
      case "GET" -> GET;
      case "HEAD" -> HEAD;
      case "DELETE" -> DELETE;
      case "PUT" -> put(query);
      default -> throw new IllegalArgumentException(method);
    };
  }

  private static Operation put(String query) {
    if (query.contains("comp=blocklist")) {
      return BLOCK_LIST;
    }
    return query.contains("comp=block") ? BLOCK : PUT;
  }
}
