package io.ringmaster.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the failure of a call says, whatever the client wrapped it in. */
final class Failures {

    /** A cause of a cause; deeper ones are not worth a look on the way of a request. */
    private static final int MAX_CAUSES = 8;

    private static final List<Class<? extends Exception>> UNSENT =
            List.of(ConnectException.class, NoRouteToHostException.class, HttpConnectTimeoutException.class);

    private static final List<Class<? extends Exception>> ON_THE_WAY =
            List.of(IOException.class, TimeoutException.class);

    private Failures() {}

    /** Whether there was no connection, so that nothing of the call was sent: it may be made again whatever its method. */
    static boolean unsent(@Nullable Throwable failure) {
        return isOneOf(failure, UNSENT);
    }

    /** Whether it says something about the instance, unlike a fault of the caller's own code. */
    static boolean onTheWay(@Nullable Throwable failure) {
        return isOneOf(failure, ON_THE_WAY);
    }

    private static boolean isOneOf(@Nullable Throwable failure, List<Class<? extends Exception>> types) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            for (Class<? extends Exception> type : types) {
                if (type.isInstance(cause)) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }
}
