package dev.softphone.loadtest.model;

/** One key of a Secret in the test's own namespace; locally, of a Secret manifest or a folder of files. */
public record SecretKey(String name, String key) {}
