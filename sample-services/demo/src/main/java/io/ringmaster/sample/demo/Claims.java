package io.ringmaster.sample.demo;

import java.util.ArrayList;
import java.util.List;

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

    int count() {
        return count;
    }

    /** Returns the claims that did not hold. */
    List<String> broken() {
        return List.copyOf(broken);
    }
}
