package dev.softphone.loadtest.measure;

/**
 * One trial of a search.
 *
 * @param number from 1
 * @param softphones how many it planned
 * @param rampMillis how long its ramp took
 * @param held whether every one of them connected and stayed until the end of the hold
 * @param measurements of this trial alone
 */
public record Trial(int number, int softphones, long rampMillis, boolean held, Measurements measurements) {}
