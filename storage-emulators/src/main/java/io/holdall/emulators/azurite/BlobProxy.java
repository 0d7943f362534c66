package io.holdall.emulators.azurite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an {@link Azurite}, on a free port of loopback: counts the requests, makes them
 * slow, and lets them go wrong on demand. What it is not told to spoil, it hands on as it is, but
 * for one thing: a listing begins where it is asked to begin ({@code startFrom}), which Azurite
 * cannot. This changes the request, so that it happens only for those that are not signed as a
 * whole: ones with a shared access signature.
 *
 * <p>For any thread. It adds about a millisecond to a request, which belongs to no figure of the
 * store's. The JDK's HTTP server, on which it is built, takes its settings from the first one in a
 * JVM: start it before servers that set others, or each answer may take 40 ms. {@link #close()}
 * ends it and leaves the Azurite running.
 */
public final class BlobProxy implements AutoCloseable {
  /** What HTTP clients set themselves. */
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "host", "http2-settings", "upgrade");

  private final URI emulator;
  private final Set<Weakness> weaknesses;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(BlobProxy::daemon);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class);
  private final Map<Operation, AtomicInteger> counts = new EnumMap<>(Operation.class);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile CountDownLatch release = new CountDownLatch(1);
  private volatile Duration latency = Duration.ZERO;

  private BlobProxy(URI emulator, Weakness... weaknesses) {
    this.emulator = emulator;
    this.weaknesses = Set.of(weaknesses);
    for (Operation operation : Operation.values()) {
      faults.put(operation, new ArrayDeque<>());
      counts.put(operation, new AtomicInteger());
    }
    // Or the server waits 40 ms for the acknowledgement of each answer's head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Clients of stores that were closed keep theirs for a while; the server would end some in use.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Starts one.
   *
   * @param weaknesses in what the service is to be worse than it is
   */
  public static BlobProxy before(Azurite emulator, Weakness... weaknesses) {
    return new BlobProxy(emulator.endpoint(), weaknesses);
  }

  /** Where the account is for those who come this way: {@code http://127.0.0.1:PORT/ACCOUNT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + emulator.getRawPath());
  }

  /** The next requests of this kind go wrong, one fault each; further calls add to the queue. */
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

  /** Counts from zero again. */
  public void forget() {
    counts.values().forEach(count -> count.set(0));
    mostUnderWay.set(0);
  }

  /** Nobody gets through any more, those under way included; closing twice is harmless. */
  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  /** What the emulator said, or the proxy in its place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    static Answer refusal(int status, String code) {
      String text = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>";
      return new Answer(
          status,
          Map.of(
              "x-ms-error-code",
              List.of(code),
              "x-ms-request-id",
              List.of("PROXY"),
              "Content-Type",
              List.of("application/xml")),
          text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
      Operation operation = Operation.of(exchange.getRequestMethod(), query);
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      LockSupport.parkNanos(latency.toNanos());
      Answer answer;
      Fault fault;
      try {
        of(operation, counts).incrementAndGet();
        fault = fault(operation);
        answer = faulty(exchange, operation, query, body, fault);
      } catch (InterruptedException e) {
        return; // closed
      } finally {
        underWay.decrementAndGet(); // before its client can know that it is over
      }
      if (answer != null) {
        send(exchange, answer, fault);
      }
    }
  }

  /** Null for no answer at all: closing the exchange then ends the connection. */
  private @Nullable Answer faulty(
      HttpExchange exchange, Operation operation, String query, byte[] body, @Nullable Fault fault)
      throws IOException, InterruptedException {
    if (fault == Fault.RESET_BEFORE) {
      return null;
    }
    if (fault != null && fault.status > 0 && fault != Fault.ERROR_AFTER) {
      return Answer.refusal(fault.status, fault.code);
    }
    if (fault == Fault.HANGS_BEFORE) {
      release.await();
    }
    Answer answer = forwarded(exchange, operation, query, body);
    if (fault == Fault.HANGS_AFTER) {
      release.await();
    }
    if (fault == Fault.ERROR_AFTER) {
      return Answer.refusal(fault.status, fault.code);
    }
    return fault == Fault.RESET_AFTER ? null : answer;
  }

  private Answer forwarded(HttpExchange exchange, Operation operation, String query, byte[] body)
      throws IOException, InterruptedException {
    URI address =
        URI.create(
            "http://"
                + emulator.getRawAuthority()
                + exchange.getRequestURI().getRawPath()
                + (query.isEmpty() ? "" : "?" + began(query)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                  && !isIgnored(name, operation)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
  }

  /** The emulator's markers are names, after which it goes on. */
  private String began(String query) {
    boolean can = !weaknesses.contains(Weakness.IGNORES_START_FROM) && query.contains("sig=");
    return can && !query.contains("marker=") ? query.replace("startFrom=", "marker=") : query;
  }

  private boolean isIgnored(String header, Operation operation) {
    Weakness weakness =
        switch (header.toLowerCase(Locale.ROOT)) {
          case "if-none-match" -> Weakness.IGNORES_IF_NONE_MATCH;
          case "if-match" ->
              operation == Operation.DELETE
                  ? Weakness.IGNORES_IF_MATCH_ON_DELETE
                  : Weakness.IGNORES_IF_MATCH;
          default -> null;
        };
    return weakness != null && weaknesses.contains(weakness);
  }

  private void send(HttpExchange exchange, Answer answer, @Nullable Fault fault)
      throws IOException {
    answer
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("content-length")
                  && !name.equalsIgnoreCase("transfer-encoding")
                  && !name.equalsIgnoreCase("connection")
                  && !name.equalsIgnoreCase("keep-alive")) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    if (weaknesses.contains(Weakness.HIERARCHICAL)) {
      exchange.getResponseHeaders().set("x-ms-is-hns-enabled", "true");
    }
    byte[] body = answer.body();
    boolean empty = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
    if (empty) {
      return;
    }
    boolean stops = fault == Fault.TRUNCATED || fault == Fault.SLOW_BODY;
    int first = stops ? body.length / 2 : body.length;
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, first);
    out.flush();
    if (fault == Fault.SLOW_BODY) {
      try {
        release.await();
        out.write(body, first, body.length - first);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed
      }
    }
  }

  private @Nullable Fault fault(Operation operation) {
    synchronized (faults) {
      return of(operation, faults).poll();
    }
  }

  private static <T> T of(Operation operation, Map<Operation, T> each) {
    return Objects.requireNonNull(each.get(operation), "an entry for every operation");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "blob-proxy");
    thread.setDaemon(true);
    return thread;
  }
}
