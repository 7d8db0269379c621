package dev.softphone.loadtest.runner.signaling.generic;

/** A message cannot be written, because a value it needs is not there. The message names the reference, never a value. */
final class Unresolved extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;

    Unresolved(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** Outcome code: {@code local/missing-value} for what the identity lacks, {@code protocol/…} for the rest. */
    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** The text with its values. */
    static String orThrow(Text text, Values.Exchange values) throws Unresolved {
        String resolved = text.resolve(values);
        if (resolved == null) {
            String missing = text.missing(values);
            boolean ours = missing.startsWith("identity.") || missing.equals("index");
            throw new Unresolved(
                    ours ? "local/missing-value" : "protocol/missing-value",
                    "required a value for ${" + missing + "}, observed none");
        }
        return resolved;
    }
}
