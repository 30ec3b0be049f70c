package io.ringmaster.sample.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the story claims, and whether it held. Of one thread. */
final class Claims {

    private final Terminal terminal;
    private final List<String> broken = new ArrayList<>();
    private int count;

    Claims(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows a claim, and remembers it if it did not hold. */
    void claim(boolean held, String claim) {
        count++;
        terminal.claim(held, claim);
        if (!held) {
            broken.add(claim);
        }
    }

    /** Claims that no call failed, with how long they took, or what went wrong with the first that did. */
    void noneFailed(Replies replies) {
        List<Reply> failed = replies.failed();
        String claim = String.format(Locale.ROOT, "none of %,d calls failed", replies.count());
        if (failed.isEmpty()) {
            claim(
                    true,
                    claim
                            + String.format(
                                    Locale.ROOT,
                                    " (half within %.1f ms, 99 %% within %.0f ms)",
                                    replies.within(0.5).toNanos() / 1e6,
                                    replies.within(0.99).toNanos() / 1e6));
        } else {
            claim(
                    false,
                    claim + ": " + failed.size() + " did; the first: "
                            + failed.get(0).failure());
        }
    }

    int count() {
        return count;
    }

    /** Returns the claims that did not hold. */
    List<String> broken() {
        return List.copyOf(broken);
    }
}
