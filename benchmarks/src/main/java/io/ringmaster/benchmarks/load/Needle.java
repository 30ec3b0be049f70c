package io.ringmaster.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Finds a word, and the number after it, in bytes that come in pieces cut anywhere. For one thread.
 *
 * <p>The first letter must not come again in the word, so that after a mismatch the search goes on at the letter that did not fit.
 */
final class Needle {

    private final byte[] word;
    private int matched;
    private long number;

    Needle(String word) {
        if (word.lastIndexOf(word.charAt(0)) > 0) {
            throw new IllegalArgumentException("'" + word + "' has its first letter twice");
        }
        this.word = word.getBytes(StandardCharsets.US_ASCII);
    }

    /** Forgets an unfinished match. */
    void reset() {
        matched = 0;
        number = 0;
    }

    /**
     * Looks through the next piece, whose reader index stays where it is.
     *
     * @param found gets the number after each word that is complete; 0 when there is none
     */
    void feed(ByteBuf piece, LongConsumer found) {
        piece.forEachByte(letter -> {
            if (matched == word.length) {
                if (letter >= '0' && letter <= '9') {
                    number = number * 10 + letter - '0';
                    return true;
                }
                found.accept(number);
                reset();
            }
            matched = letter == word[matched] ? matched + 1 : letter == word[0] ? 1 : 0;
            return true;
        });
    }
}
