package io.ringmaster.sample.orders;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * What inventory answers when it has set something aside.
 *
 * @param number names the reservation
 * @param price what one piece costs this customer, in euros
 * @param servedBy the instance of inventory that did it
 */
record Reservation(UUID number, BigDecimal price, String servedBy) {}
