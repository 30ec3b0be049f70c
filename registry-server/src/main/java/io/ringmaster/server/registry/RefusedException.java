package io.ringmaster.server.registry;

/** The registry does not do what it is asked, and nothing has changed. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /**
     * @param refusal why
     * @param detail the reason as sentences that tell the caller what to do
     */
    public RefusedException(Refusal refusal, String detail) {
        // A refusal is an answer, not a fault: its stack would tell nothing and cost much.
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    /** Returns why. */
    public Refusal refusal() {
        return refusal;
    }

    /** Returns the reason as sentences. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
