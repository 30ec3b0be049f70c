package io.ringmaster.sample.inventory;

import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the pieces on the shelves. */
@Component
class Warehouse {

    private static final Map<String, Integer> SHELVES =
            Map.of("hoop", 120, "juggling-club", 64, "tightrope", 3, "top-hat", 40, "whistle", 900);

    /** Returns how many pieces of an article there are; none of one that is unknown. */
    int inStock(String sku) {
        return SHELVES.getOrDefault(sku, 0);
    }
}
