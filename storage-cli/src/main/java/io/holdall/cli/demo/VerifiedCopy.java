package io.holdall.cli.demo;

import static io.holdall.cli.demo.Narrator.require;

import io.holdall.cli.terminal.Figures;
import io.holdall.models.conversations.Conversations;
import io.holdall.storage.Storage;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.migration.CopyResult;
import java.util.Optional;

/** Copies everything to another store, and looks whether it reads the same there. */
final class VerifiedCopy {
  private final Narrator narrator;

  VerifiedCopy(Narrator narrator) {
    this.narrator = narrator;
  }

  void run(Storage source, Storage target) {
    CopyResult result = Copier.from(source).to(target).run();
    narrator.cancellation().checkpoint();
    require(result.isExact(), "The copy differs from its source");
    narrator.say(
        "%s entries copied and %s verified in %s: identical, byte for byte."
            .formatted(
                Figures.count(result.copied()),
                Figures.count(result.verified()),
                Figures.time(result.duration())));
    Conversations here = Conversations.in(source);
    Conversations there = Conversations.in(target);
    require(
        here.sessions()
            .allMatch(
                s ->
                    there.session(s.id()).equals(Optional.of(s))
                        && there.messages(s.id()).toList().equals(here.messages(s.id()).toList())),
        "A conversation reads differently after the copy");
    narrator.say("Every conversation reads the same, message for message.");
    narrator.figure("copied", result.copied());
    narrator.figure("verified", result.verified());
    narrator.figure("copyMillis", result.duration().toMillis());
  }
}
