package io.holdall.emulators.s3;

/** What a request asks for. */
public enum Operation {
  GET,
  PUT,
  DELETE,
  LIST,
  HEAD_BUCKET,
  CREATE_BUCKET,
  BEGIN_UPLOAD,
  UPLOAD_PART,
  COMPLETE_UPLOAD,
  ABORT_UPLOAD;

  static Operation of(FakeRequest request) {
    boolean upload = request.query().containsKey("uploadId");
    if (request.key().isEmpty()) {
      return switch (request.method()) {
        case "GET" -> LIST;
        case "HEAD" -> HEAD_BUCKET;
        case "PUT" -> CREATE_BUCKET;
        default -> throw unknown();
      };
    }
    return switch (request.method()) {
      case "GET" -> GET;
      case "PUT" -> upload ? UPLOAD_PART : PUT;
      case "DELETE" -> upload ? ABORT_UPLOAD : DELETE;
      case "POST" -> upload ? COMPLETE_UPLOAD : BEGIN_UPLOAD;
      default -> throw unknown();
    };
  }

  private static Refusal unknown() {
    return new Refusal(501, "NotImplemented");
  }
}
