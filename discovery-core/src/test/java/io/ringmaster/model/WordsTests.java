package io.ringmaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordsTests {

    private final Map<String, String> pairs =
            Words.sorted(new TreeMap<>(Map.of("version", "1.2.3", "zone", "a", "b", "")));

    @Test
    void equalWordsBecomeOne() {
        String first = Words.shared(new StringBuilder("eu-west-1a").toString());
        assertThat(Words.shared(new StringBuilder("eu-west-1a").toString())).isSameAs(first);
    }

    @Test
    void pairsAreAMapInTheOrderOfKeys() {
        assertThat(pairs).isEqualTo(Map.of("version", "1.2.3", "zone", "a", "b", ""));
        assertThat(pairs.keySet()).containsExactly("b", "version", "zone");
        assertThat(pairs.hashCode())
                .isEqualTo(Map.of("version", "1.2.3", "zone", "a", "b", "").hashCode());
        assertThat(pairs.get("zone")).isEqualTo("a");
        assertThat(pairs.get("nothing")).isNull();
        assertThat(pairs.containsKey("b")).isTrue();
    }

    @Test
    void pairsCannotBeChanged() {
        assertThatThrownBy(() -> pairs.put("zone", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(pairs::clear).isInstanceOf(UnsupportedOperationException.class);
        Iterator<Map.Entry<String, String>> entries = pairs.entrySet().iterator();
        Map.Entry<String, String> first = entries.next();
        assertThatThrownBy(entries::remove).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> first.setValue("b")).isInstanceOf(UnsupportedOperationException.class);
    }
}
