/** The page: files under {@code static}, which know the registry only by its API. */
@NullMarked
package io.ringmaster.server.dashboard;

import org.jspecify.annotations.NullMarked;
