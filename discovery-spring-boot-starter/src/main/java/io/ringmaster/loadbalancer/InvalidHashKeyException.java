package io.ringmaster.loadbalancer;

/** A property names a routing key in a way that cannot be understood. The application must not start with it. */
public final class InvalidHashKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String value;
    private final String reason;

    InvalidHashKeyException(String property, String value, String reason) {
        super("The property '" + property + "' has the value '" + value + "', but " + reason + ".");
        this.property = property;
        this.value = value;
        this.reason = reason;
    }

    /** Returns the full name of the property. */
    public String property() {
        return property;
    }

    /** Returns the part of its value that is wrong. */
    public String value() {
        return value;
    }

    /** Returns what is wrong with it, as a part of a sentence. */
    public String reason() {
        return reason;
    }
}
