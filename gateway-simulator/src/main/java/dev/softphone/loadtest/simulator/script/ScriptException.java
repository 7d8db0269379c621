package dev.softphone.loadtest.simulator.script;

/** A script the gateway refuses; the message names the path, what is required there, and what was observed. */
public final class ScriptException extends RuntimeException {
    private final String path;
    private final String required;
    private final String observed;

    /**
     * @param path where in the script, such as {@code upgrade[0].whenRate.above.count}; empty for the whole script
     * @param required what may stand there
     * @param observed what stands there
     */
    public ScriptException(String path, String required, String observed) {
        super((path.isEmpty() ? "script" : path) + ": required " + required + ", observed " + observed);
        this.path = path;
        this.required = required;
        this.observed = observed;
    }

    /** Where in the script the fault is; empty for the whole script. */
    public String path() {
        return path;
    }

    /** What may stand at {@link #path()}. */
    public String required() {
        return required;
    }

    /** What stands at {@link #path()}. */
    public String observed() {
        return observed;
    }
}
