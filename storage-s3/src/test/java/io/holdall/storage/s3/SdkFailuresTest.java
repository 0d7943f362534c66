package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.objects.ObjectBackend;
import io.holdall.storage.spi.objects.RetryTimes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentMatchers;
import org.mockito.invocation.InvocationOnMock;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What becomes of failures of the SDK that no service at hand brings about. */
final class SdkFailuresTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value VALUE = Value.json("\"new\"");

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Deque<RuntimeException> insteadOfPut = new ArrayDeque<>();
  private final Deque<RuntimeException> afterPut = new ArrayDeque<>();
  private final Deque<RuntimeException> insteadOfGet = new ArrayDeque<>();
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicBoolean tagged = new AtomicBoolean(true);
  private final S3Client client = mock(S3Client.class, CALLS_REAL_METHODS);
  private final AbortableHttpClient http = mock(AbortableHttpClient.class);
  private ObjectBackend store = open();

  @BeforeEach
  void countFromHere() {
    puts.set(0);
    gets.set(0);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect, Configuration, region",
    "307, TemporaryRedirect, Configuration, region",
    "400, AuthorizationHeaderMalformed, Configuration, region",
    "400, ExpiredToken, AccessDenied, renew",
    "400, InvalidToken, AccessDenied, renew",
    "403, RequestTimeTooSkewed, Configuration, clock",
    "403, InvalidAccessKeyId, AccessDenied, access key",
    "403, SignatureDoesNotMatch, AccessDenied, access key",
    "403, AccessDenied, AccessDenied, s3:ListBucket",
    "401, none, AccessDenied, permissions",
    "403, InvalidObjectState, Configuration, archive",
    "404, NoSuchBucket, Unavailable, create-bucket",
    "400, EntityTooLarge, LimitExceeded, multipart-threshold",
    "405, MethodNotAllowed, Configuration, conditions",
    "501, NotImplemented, Configuration, conditions",
    "400, InvalidRequest, Configuration, endpoint"
  })
  void aRefusalSaysHowToMendItAndIsNotRepeated(
      int status, String code, String kind, String advice) {
    Map<String, Class<? extends StorageException>> kinds =
        Map.of(
            "Configuration", Configuration.class,
            "AccessDenied", AccessDenied.class,
            "Unavailable", Unavailable.class,
            "LimitExceeded", LimitExceeded.class);
    insteadOfPut.add(answer(status, code));
    insteadOfGet.add(answer(status, code));
    for (Throwable refused :
        List.of(catchThrowable(this::put), catchThrowable(() -> store.get(List.of(KEY))))) {
      assertThat(refused)
          .isInstanceOf(kinds.get(kind))
          .hasMessageContaining(advice)
          .hasMessageContaining("code=" + code)
          .hasMessageContaining("status=" + status)
          .hasMessageContaining("request-id=R1");
    }
    assertThat(puts).hasValue(1);
    assertThat(gets).hasValue(1);
  }

  @Test
  void theRightRegionIsNamedIfTheServiceTellsIt() {
    insteadOfPut.add(answer(301, "PermanentRedirect"));
    assertThat(catchThrowable(this::put)).hasMessageContaining("region=eu-west-3");
  }

  @ParameterizedTest
  @CsvSource({
    "400, RequestTimeout",
    "403, RequestLimitExceeded",
    "409, OperationAborted",
    "429, none",
    "503, SlowDown"
  })
  void whatWasNotDoneIsRepeatedWithoutLookingAfterIt(int status, String code) {
    insteadOfPut.add(answer(status, code));
    put();
    assertThat(puts).hasValue(2);
    assertThat(gets).hasValue(0);
  }

  static Stream<RuntimeException> lostAnswers() {
    return Stream.of(
        ApiCallAttemptTimeoutException.create(20_000),
        AbortedException.create("Thread was interrupted"),
        new UncheckedIOException(new SocketException("Connection reset")),
        SdkClientException.create("Unable to execute", new IOException("broken pipe")),
        SdkClientException.create("Unable to unmarshall the answer"),
        answer(500, "InternalError"),
        answer(504, "none"),
        answer(200, "InternalError"));
  }

  @ParameterizedTest
  @MethodSource("lostAnswers")
  void aLostAnswerIsLookedAfterAndTheWriteFoundOrRepeated(RuntimeException failure) {
    afterPut.add(failure);
    put();
    assertThat(puts).hasValue(1);
    assertThat(gets).hasValue(1);

    insteadOfPut.add(failure);
    put();
    assertThat(puts).hasValue(3);
    assertThat(gets).hasValue(2);
  }

  @ParameterizedTest
  @MethodSource("lostAnswers")
  void aConditionThatFailsAfterALostAnswerIsNoConflict(RuntimeException failure) {
    // Nothing is there when it is looked after, and the repetition meets somebody's writing.
    insteadOfPut.add(failure);
    insteadOfPut.add(answer(412, "PreconditionFailed"));
    Throwable unknown = catchThrowable(() -> put(Condition.absent()));
    assertThat(unknown).isInstanceOf(OutcomeUnknown.class);

    afterPut.add(failure);
    put(Condition.absent());
    assertThat(puts).hasValue(3);
  }

  @Test
  void aFailedConditionIsAConflict() {
    insteadOfPut.add(answer(412, "PreconditionFailed"));
    assertThat(catchThrowable(() -> put(Condition.absent()))).isInstanceOf(Conflict.class);
    assertThat(gets).hasValue(0);
  }

  @Test
  void whatNeverLeftIsRepeatedAndThenUnavailableAndNothingIsLookedUp() {
    when(http.wasSent()).thenReturn(false);
    insteadOfPut.add(SdkClientException.create("Unable to sign"));
    put();
    assertThat(puts).hasValue(2);
    assertThat(gets).hasValue(0);

    for (int i = 0; i < 10_000; i++) {
      insteadOfPut.add(SdkClientException.create("Unable to sign"));
    }
    assertThat(catchThrowable(this::put)).isInstanceOf(Unavailable.class);
    assertThat(gets).hasValue(0);
  }

  @Test
  void waitingForAConnectionInVainIsRepeatedWithoutLookingAfterIt() {
    insteadOfPut.add(
        SdkClientException.create(
            "Unable to execute", new ConnectionRequestTimeoutException("no connection")));
    put();
    assertThat(puts).hasValue(2);
    assertThat(gets).hasValue(0);
  }

  @Test
  void anAnswerWithoutAnETagIsTakenForALostOne() {
    tagged.set(false);
    put();
    assertThat(puts).hasValue(1);
    assertThat(gets).hasValue(1);
  }

  @Test
  void anAnswerThatEndsBeforeItsEndIsReadAgain() {
    put();
    insteadOfGet.add(SdkClientException.create("The answer ended", new IOException("cut")));
    Optional<Entry> read = store.get(List.of(KEY)).get(0);
    assertThat(read.orElseThrow().value()).isEqualTo(VALUE);
  }

  @Test
  void credentialsThatCannotBeHadAreSaidToBeThatAndNothingIsSent() {
    AtomicBoolean known = new AtomicBoolean(true);
    try (TestStore real = new TestStore();
        Storage storage =
            real.open(
                builder ->
                    builder.credentials(
                        () -> {
                          if (known.get()) {
                            return AwsBasicCredentials.create(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY);
                          }
                          throw SdkClientException.create("The metadata service is silent");
                        }))) {
      known.set(false);
      for (Throwable refused :
          List.of(
              catchThrowable(() -> storage.put(KEY, VALUE)),
              catchThrowable(() -> storage.get(KEY)))) {
        assertThat(refused).isInstanceOf(Unavailable.class).hasMessageContaining("credentials");
      }
      assertThat(real.service.count()).isZero();
      known.set(true);
      storage.put(KEY, VALUE);
      assertThat(real.service.count(Operation.PUT)).isEqualTo(1);
    }
  }

  private ObjectBackend open() {
    doAnswer(this::answerPut)
        .when(client)
        .putObject(any(PutObjectRequest.class), any(RequestBody.class));
    doAnswer(this::answerGet)
        .when(client)
        .getObject(
            any(GetObjectRequest.class),
            ArgumentMatchers.<ResponseTransformer<GetObjectResponse, Object>>any());
    doAnswer(unused -> null).when(client).close();
    when(http.wasSent()).thenReturn(true);
    S3Service service =
        new S3Service(
            client,
            http,
            new NamedCredentials(AnonymousCredentialsProvider.create()),
            new S3Options(
                "tests", false, 8 << 20, Optional.empty(), Optional.empty(), Optional.empty()));
    RetryTimes hurried =
        new RetryTimes(Duration.ofMillis(200), Duration.ofMillis(1), Duration.ofMillis(5));
    return ObjectBackend.open(
        service,
        new ObjectBackend.Options(
            Capabilities.of("s3").atomicity(Atomicity.ENTRY).conditions(false).build(),
            "",
            2,
            hurried));
  }

  private Object answerPut(InvocationOnMock call) throws IOException {
    PutObjectRequest request = call.getArgument(0);
    RequestBody body = call.getArgument(1);
    puts.incrementAndGet();
    fail(insteadOfPut);
    try (var content = body.contentStreamProvider().newStream()) {
      objects.put(request.key(), content.readAllBytes());
    }
    fail(afterPut);
    PutObjectResponse.Builder answer = PutObjectResponse.builder();
    return tagged.get() ? answer.eTag(tag(request.key())).build() : answer.build();
  }

  private Object answerGet(InvocationOnMock call) throws Exception {
    GetObjectRequest request = call.getArgument(0);
    ResponseTransformer<GetObjectResponse, ?> reader = call.getArgument(1);
    gets.incrementAndGet();
    fail(insteadOfGet);
    byte[] body = objects.get(request.key());
    if (body == null) {
      throw NoSuchKeyException.builder().statusCode(404).build();
    }
    return reader.transform(
        GetObjectResponse.builder()
            .eTag(tag(request.key()))
            .contentLength((long) body.length)
            .build(),
        AbortableInputStream.create(new ByteArrayInputStream(body)));
  }

  private String tag(String name) {
    return String.format(Locale.ROOT, "\"%08x\"", Arrays.hashCode(objects.get(name)));
  }

  private static void fail(Deque<RuntimeException> failures) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  private void put() {
    put(Condition.any());
  }

  private void put(Condition condition) {
    store.commit(WriteBatch.builder().put(KEY, VALUE, condition).build());
  }

  private static RuntimeException answer(int status, String code) {
    return S3Exception.builder()
        .statusCode(status)
        .requestId("R1")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .sdkHttpResponse(
                    SdkHttpResponse.builder().putHeader("x-amz-bucket-region", "eu-west-3").build())
                .build())
        .build();
  }
}
