package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.plan.Part;

/**
 * What of a test this process drives.
 *
 * @param part of the softphones, and with them of the arrivals and of every limit
 * @param number of this runner among all of the test, from 0
 * @param alone nobody else drives softphones of the test: what is seen here is all there is
 */
public record Share(Part part, int number, boolean alone) {

    /** The whole test. */
    public static final Share WHOLE = new Share(Part.WHOLE, 0, true);

    /** One of several runners. */
    public static Share of(Part part, int number) {
        return new Share(part, number, false);
    }
}
