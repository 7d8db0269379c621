package dev.softphone.loadtest.api.compat;

/**
 * Something that was accepted, or served, or meant something, and no longer is or does.
 *
 * @param path of the field, {@code v1alpha1 spec.arrival.rampUp}; of the whole definition, its name
 * @param excusable whether nobody but a person can say that it takes away nothing: a note in {@code notes.yaml} does
 */
record Break(String path, String what, boolean excusable) {
    @Override
    public String toString() {
        return path + ": " + what;
    }
}
