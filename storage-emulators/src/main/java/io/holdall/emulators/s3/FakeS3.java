package io.holdall.emulators.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The service: loopback only, on a free port, until it is closed. */
public final class FakeS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "AKIDEXAMPLE";
  public static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeS3::daemon);
  private final SignatureCheck signatures = new SignatureCheck(ACCESS_KEY, SECRET_KEY);
  private final Map<String, FakeBucket> buckets = new ConcurrentHashMap<>();
  private final Set<Weakness> weaknesses;
  private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class);
  private final Map<Operation, AtomicInteger> counts = new EnumMap<>(Operation.class);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile CountDownLatch release = new CountDownLatch(1);
  private volatile Duration latency = Duration.ZERO;

  private FakeS3(@Nullable SSLContext tls, Set<Weakness> weaknesses) throws IOException {
    this.weaknesses = weaknesses;
    this.scheme = tls == null ? "http" : "https";
    for (Operation operation : Operation.values()) {
      faults.put(operation, new ArrayDeque<>());
      counts.put(operation, new AtomicInteger());
    }
    // Or the server waits 40 ms for the acknowledgement of each answer's head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(loopback, 0);
    } else {
      HttpsServer secure = HttpsServer.create(loopback, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public static FakeS3 start(Weakness... weaknesses) {
    return start(null, Set.of(weaknesses));
  }

  /** Starts one that is spoken to over TLS, with the certificate that the context has. */
  public static FakeS3 startWithTls(SSLContext tls) {
    return start(tls, Set.of());
  }

  private static FakeS3 start(@Nullable SSLContext tls, Set<Weakness> weaknesses) {
    try {
      return new FakeS3(tls, weaknesses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create(
        scheme + "://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort());
  }

  public void createBucket(String bucket) {
    buckets.putIfAbsent(bucket, new FakeBucket(weaknesses));
  }

  /** The next requests of this kind go wrong, one fault each. */
  public void next(Operation operation, Fault... more) {
    synchronized (faults) {
      of(operation, faults).addAll(List.of(more));
    }
  }

  /** Lets go on what hangs. */
  public void release() {
    CountDownLatch hanging = release;
    release = new CountDownLatch(1);
    hanging.countDown();
  }

  /** How long each request takes at least. */
  public void latency(Duration value) {
    latency = value;
  }

  /** How many requests of a kind came since the last call of {@link #forget()}. */
  public int count(Operation operation) {
    return of(operation, counts).get();
  }

  /** How many requests came since the last call of {@link #forget()}. */
  public int count() {
    return counts.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How many requests were under way at once since the last call of {@link #forget()}. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  public void forget() {
    counts.values().forEach(count -> count.set(0));
    mostUnderWay.set(0);
  }

  public List<String> names(String bucket) {
    return List.copyOf(bucket(bucket).objects().keySet());
  }

  public byte[] body(String bucket, String name) {
    return bucket(bucket).get(name).body().clone();
  }

  public String type(String bucket, String name) {
    return bucket(bucket).get(name).type();
  }

  public void put(String bucket, String name, byte[] body) {
    FakeRequest request =
        new FakeRequest("PUT", "", bucket, name, Map.of(), Map.of(), body.clone());
    bucket(bucket).put(request, request.body());
  }

  /** How many uploads were begun and neither completed nor aborted. */
  public int openUploads(String bucket) {
    return bucket(bucket).uploads();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeRequest request = FakeRequest.read(exchange);
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      LockSupport.parkNanos(latency.toNanos());
      Answer answer;
      Fault fault = null;
      try {
        Operation operation = Operation.of(request);
        of(operation, counts).incrementAndGet();
        fault = fault(operation);
        answer = faulty(request, operation, fault);
      } catch (Refusal refusal) {
        answer = Answer.refused(refusal);
      } finally {
        underWay.decrementAndGet(); // before its client can know that it is over
      }
      send(exchange, request, answer, fault);
    }
  }

  private Answer faulty(FakeRequest request, Operation operation, @Nullable Fault fault) {
    if (fault == Fault.HANGS_BEFORE) {
      awaitRelease();
    }
    if (fault == Fault.ERROR_BEFORE) {
      throw new Refusal(500, "InternalError");
    } else if (fault == Fault.SLOW_DOWN) {
      throw new Refusal(503, "SlowDown");
    } else if (fault == Fault.CONTENDED) {
      throw new Refusal(409, "ConditionalRequestConflict");
    } else if (fault == Fault.DENIED) {
      throw new Refusal(403, "AccessDenied");
    } else if (fault == Fault.RESET_BEFORE) {
      return Answer.none();
    }
    signatures.require(request);
    Answer answer = done(request, operation);
    if (fault == Fault.ERROR_AFTER) {
      throw new Refusal(500, "InternalError");
    }
    return fault == Fault.RESET_AFTER ? Answer.none() : answer;
  }

  private Answer done(FakeRequest request, Operation operation) {
    if (operation == Operation.CREATE_BUCKET) {
      createBucket(request.bucket());
      return Answer.empty(200);
    }
    FakeBucket bucket = bucket(request.bucket());
    return switch (operation) {
      case HEAD_BUCKET, CREATE_BUCKET -> Answer.empty(200);
      case GET -> Answer.object(bucket.get(request.key()), request.header("range"));
      case PUT -> Answer.tagged(bucket.put(request, request.body()));
      case DELETE -> {
        bucket.delete(request);
        yield Answer.empty(204);
      }
      case LIST -> Answer.listing(request, bucket);
      case BEGIN_UPLOAD -> Answer.upload(bucket.begin(request));
      case UPLOAD_PART -> Answer.tagged(bucket.part(request));
      case COMPLETE_UPLOAD -> Answer.completed(bucket.complete(request, Answer.parts(request)));
      case ABORT_UPLOAD -> {
        bucket.abort(request);
        yield Answer.empty(204);
      }
    };
  }

  private void send(
      HttpExchange exchange, FakeRequest request, Answer answer, @Nullable Fault fault)
      throws IOException {
    if (fault == Fault.HANGS_AFTER) {
      awaitRelease();
    }
    if (answer.isNone()) {
      return; // closing the exchange without an answer ends the connection
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body();
    boolean head = request.method().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
    if (head || body.length == 0) {
      return;
    }
    int first =
        fault == Fault.TRUNCATED || fault == Fault.SLOW_BODY ? body.length / 2 : body.length;
    exchange.getResponseBody().write(body, 0, first);
    exchange.getResponseBody().flush();
    if (fault == Fault.SLOW_BODY) {
      awaitRelease();
      exchange.getResponseBody().write(body, first, body.length - first);
    }
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Fault fault(Operation operation) {
    synchronized (faults) {
      return of(operation, faults).poll();
    }
  }

  private FakeBucket bucket(String name) {
    FakeBucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new Refusal(404, "NoSuchBucket");
    }
    return bucket;
  }

  private static <T> T of(Operation operation, Map<Operation, T> each) {
    return Objects.requireNonNull(each.get(operation), "an entry for every operation");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-s3");
    thread.setDaemon(true);
    return thread;
  }
}
