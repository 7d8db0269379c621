package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.runner.cli.SoftphoneLoad;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(SoftphoneLoad.execute(arguments));
    }
}
