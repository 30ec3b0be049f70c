package io.ringmaster.sample.inventory;

import java.math.BigDecimal;

/**
 * What pricing answers.
 *
 * @param amount what one piece costs, in euros
 * @param servedBy the instance of pricing that answered
 */
record Price(BigDecimal amount, String servedBy) {}
