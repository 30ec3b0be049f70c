package io.ringmaster.sample.inventory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;

/**
 * The offers of the customers that this instance serves, up to a bound; beyond it the one that was not asked for longest goes.
 * Any thread may use it.
 */
@Component
class OfferCache {

    /**
     * How large it may become.
     *
     * @param capacity offers kept in memory
     */
    @ConfigurationProperties("inventory.cache")
    record Settings(@DefaultValue("1000") int capacity) {}

    /**
     * What it has done so far.
     *
     * @param hits how often the offer was there
     * @param misses how often it was not
     * @param size offers in memory now
     * @param capacity offers it keeps at most
     */
    record Report(long hits, long misses, int size, int capacity) {}

    private record Key(String customer, String sku) {}

    private final int capacity;
    private final Map<Key, Offer> offers;
    private long hits;
    private long misses;

    OfferCache(Settings settings) {
        this.capacity = settings.capacity();
        this.offers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Offer> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Optional<Offer> find(String customer, String sku) {
        Offer offer = offers.get(new Key(customer, sku));
        if (offer == null) {
            misses++;
        } else {
            hits++;
        }
        return Optional.ofNullable(offer);
    }

    synchronized void keep(Offer offer) {
        offers.put(new Key(offer.customer(), offer.sku()), offer);
    }

    synchronized Report report() {
        return new Report(hits, misses, offers.size(), capacity);
    }
}
