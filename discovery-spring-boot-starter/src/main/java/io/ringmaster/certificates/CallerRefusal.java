package io.ringmaster.certificates;

/** The answer to a caller that may not call: a problem of RFC 9457. */
final class CallerRefusal {

    static final int STATUS = 403;
    static final String MEDIA_TYPE = "application/problem+json";

    private CallerRefusal() {}

    /**
     * @param objection holds nothing that JSON would need to escape: names of services are letters, digits and hyphens
     */
    static String body(String objection) {
        return "{\"title\":\"Forbidden\",\"status\":" + STATUS + ",\"code\":\"caller-not-allowed\",\"detail\":\""
                + objection + "\"}";
    }
}
