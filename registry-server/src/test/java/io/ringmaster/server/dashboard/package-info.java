/** The page, in a real browser against a real registry process. Start at {@link io.ringmaster.server.dashboard.PageIT}. */
@NullMarked
package io.ringmaster.server.dashboard;

import org.jspecify.annotations.NullMarked;
