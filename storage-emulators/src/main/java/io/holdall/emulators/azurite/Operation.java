package io.holdall.emulators.azurite;

/** What a request asks for. */
public enum Operation {
  /** A blob with its content: Get Blob. */
  GET,
  /** A blob without its content: Get Blob Properties. */
  HEAD,
  /** A blob in one piece: Put Blob. */
  PUT,
  /** A part of a blob: Put Block. */
  BLOCK,
  /** Making a blob of its parts: Put Block List. */
  BLOCK_LIST,
  /** Delete Blob. */
  DELETE,
  /** List Blobs. */
  LIST,
  /** What kind of account it is: Get Account Information. */
  ACCOUNT,
  /** Whether a container is there: Get Container Properties. */
  FIND_CONTAINER,
  /** Create Container. */
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
