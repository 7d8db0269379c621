package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.runner.cli.SoftphoneLoad;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the process starts. */
public final class Main {
    /** How single sockets end is counted by code; what these say of it besides would bury the report. */
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.vertx"), Logger.getLogger("io.netty"));

    private Main() {}

    public static void main(String[] arguments) {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        System.exit(SoftphoneLoad.execute(arguments));
    }
}
