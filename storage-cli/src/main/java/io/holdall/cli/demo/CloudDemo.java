package io.holdall.cli.demo;

import static io.holdall.cli.demo.Narrator.require;

import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.emulators.s3.FakeS3;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The demonstration in the cloud, on a service inside this process: the profile {@code
 * cloud_direct} as a user's environment variables would set it up. Every figure is counted or
 * measured as it runs.
 */
final class CloudDemo {
  private static final String TO = "production_sqlite";
  private static final String SHOWN = "hotel-lisbon";
  private static final String LIVE = "live-chat";
  private static final int WRITERS = 4;
  private static final int EACH = 10;

  private final Narrator narrator;
  private final DemoDirectory directory;

  CloudDemo(Narrator narrator, DemoDirectory directory) {
    this.narrator = narrator;
    this.directory = directory;
  }

  /**
   * Runs all steps.
   *
   * @throws io.holdall.cli.command.CommandFailure if anything is not as it should be
   */
  void run() throws IOException, InterruptedException {
    directory.begin(profiles(Map.of()).profile("development"));
    narrator.line(
        narrator.style().bold("Holdall demo")
            + ": conversations in the cloud, with an S3 inside this process.");
    try (FakeS3 service = FakeS3.start()) {
      new Steps(service).run();
    }
    suggest();
  }

  /** Nothing but these variables may lead to a store. */
  private Profiles profiles(Map<String, String> variables) {
    return Profiles.loader()
        .environment(variables)
        .workingDirectory(directory.path().toAbsolutePath())
        .loadUnchecked();
  }

  private void suggest() {
    String command = Narrator.commandFrom(directory.path());
    narrator.line("");
    narrator.line(narrator.style().bold("The service is gone; the copy stays, to be played with:"));
    narrator.say("cd " + directory.path());
    narrator.say(command + " show toshokan --last 4 --profile " + TO);
    narrator.say(command + " profiles");
    narrator.say("docs/cloud.md says what to set for a bucket of your own.");
  }

  /** The steps on one service. */
  private final class Steps {
    private final FakeS3 service;
    private final Map<String, String> variables;
    private final RequestLedger ledger;

    Steps(FakeS3 service) {
      this.service = service;
      this.variables = CloudSettings.of(service);
      this.ledger = new RequestLedger(service);
    }

    void run() throws IOException, InterruptedException {
      Profile cloud = setUp();
      try (Storage storage = cloud.open()) {
        ledger.step("open, the bucket made and tried");
        write(Conversations.in(storage));
      }
      try (Storage storage = cloud.open()) { // as another process: nothing is in its cache
        ledger.step("open again");
        readTwice(Conversations.in(storage));
        lookIntoTheBucket(storage);
        try (Storage target = profiles(Map.of()).profile(TO).open()) {
          narrator.section("Copy to '" + TO + "': every entry, read back and compared");
          new VerifiedCopy(narrator).run(storage, target);
          ledger.step("copy and verify everything");
        }
      }
      account();
    }

    private Profile setUp() {
      KeysetFile.at(directory.path().resolve(CloudSettings.KEYSET)).create(Keys.create(), true);
      Profile cloud = profiles(variables).profile("cloud_direct");
      narrator.section("Set up 'cloud_direct' by environment variables");
      narrator.show(CloudSettings.table(variables));
      narrator.say(
          narrator
              .style()
              .dim("The last three are for this S3 alone; a key made by 'holdall keys create'."));
      return cloud;
    }

    private void write(Conversations chats) throws IOException, InterruptedException {
      narrator.section("Import into the bucket, and append live");
      long start = System.nanoTime();
      ImportReport bundled =
          ChatFiles.of(chats).importFrom(new BundledConversations(), ImportOptions.defaults());
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      narrator.say(
          "%s, %s, %s in %s."
              .formatted(
                  Figures.count(bundled.sessions(), "session"),
                  Figures.count(bundled.messages(), "message"),
                  Figures.count(bundled.toolCalls(), "tool call"),
                  Figures.time(time)));
      ledger.step("import " + Figures.count(bundled.messages(), "message"));
      LiveAppends live = new LiveAppends(chats, LIVE, narrator.cancellation());
      live.run(WRITERS, EACH);
      ledger.step("append " + live.count() + " from " + WRITERS + " threads");
      require(live.nothingIsLost(), "Messages of concurrent writers are missing");
      ledger.step("read them to see that none is lost");
      narrator.say("All " + live.count() + " appended are there, in one sequence without a gap.");
      narrator.figure("messages", bundled.messages());
      narrator.figure("appended", live.count());
    }

    private void readTwice(Conversations chats) {
      narrator.section("Read everything twice: the cache of memory and a local file");
      List<List<Message>> first = readAll(chats);
      RequestLedger.Line cold = ledger.step("read everything");
      List<List<Message>> second = readAll(chats);
      RequestLedger.Line warm = ledger.step("read it once more");
      require(first.equals(second), "The second reading differs from the first");
      require(warm.total() < cold.total(), "The cache has saved no request");
      Table table = new Table("", ">", "");
      table.row("the first time", Figures.count(cold.total()), "requests");
      table.row("the second", Figures.count(warm.total()), "requests, to list what is there");
      narrator.show(table);
      narrator.say("What others append meanwhile is listed, and so seen at once.");
      narrator.figure("requestsOfFirstReading", cold.total());
      narrator.figure("requestsOfSecondReading", warm.total());
    }

    private static List<List<Message>> readAll(Conversations chats) {
      return chats.sessions().map(s -> chats.messages(s.id()).toList()).toList();
    }

    private void lookIntoTheBucket(Storage storage) {
      narrator.section("What whoever gets hold of the bucket sees");
      Conversations chats = Conversations.in(storage);
      StoredObject objects = new StoredObject(service);
      String name =
          objects.names().stream().filter(n -> n.contains(SHOWN)).findFirst().orElseThrow();
      Table table = new Table("", "");
      table.row("object", name);
      table.row("in it", objects.beginning(name));
      narrator.show(table);
      List<String> texts =
          chats
              .messages(SHOWN)
              .map(Message::text)
              .filter(text -> text.length() > 20)
              .map(StoredObject::asStored)
              .toList();
      require(!texts.isEmpty(), "There is no text to look for");
      require(objects.containing(texts) == 0, "A text stands in the bucket as it was written");
      narrator.say(
          "%s; of %s of this session none is in any of them."
              .formatted(
                  Figures.count(objects.names().size(), "object"),
                  Figures.count(texts.size(), "text")));
      ledger.step("look for texts");
    }

    private void account() {
      narrator.section("What it cost");
      narrator.show(ledger.table());
      narrator.figure("requests", ledger.total());
    }
  }
}
