/**
 * The only door to the clock: everything that depends on time is given a {@link io.ringmaster.time.Moment} or a
 * {@link io.ringmaster.time.Ticker}, so that a test can move time by hand. Start at {@link io.ringmaster.time.Ticker}.
 */
@NullMarked
package io.ringmaster.time;

import org.jspecify.annotations.NullMarked;
