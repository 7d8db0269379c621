package dev.softphone.loadtest.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for one command and its children: loopback only, with settings of its own. It is gone with them.
 * Needs root, or the right to make user namespaces.
 */
public final class OwnNetwork {
    private static final long LIMIT_SECONDS = 10;

    private final List<String> preparations = new ArrayList<>(List.of("ip link set lo up"));

    private boolean ownUsers;

    private OwnNetwork() {}

    public static OwnNetwork withLoopback() {
        return new OwnNetwork();
    }

    /** A file of {@code /proc/sys/net/ipv4}. */
    public OwnNetwork set(String name, String value) {
        preparations.add("echo '" + value + "' > /proc/sys/net/ipv4/" + name);
        return this;
    }

    /** One more address of this host, which is not loopback's but goes nowhere else. */
    public OwnNetwork address(String address) {
        preparations.add("ip address add " + address + "/32 dev lo");
        return this;
    }

    /** The command that runs the command after it in there, under the same process id. */
    public List<String> command() throws IOException, InterruptedException {
        String unshare = Installed.require("unshare").toString();
        Path ip = Installed.require("ip");
        for (List<String> way : List.of(List.of("--net"), List.of("--map-root-user", "--net"))) {
            List<String> command = new ArrayList<>(List.of(unshare));
            command.addAll(way);
            command.addAll(List.of("--", "sh", "-c"));
            command.add("PATH=\"$PATH:" + ip.getParent() + "\" && " + String.join(" && ", preparations)
                    + " && exec \"$@\"");
            command.add("sh");
            if (works(command)) {
                ownUsers = way.size() > 1;
                return command;
            }
        }
        throw Installed.absent("no right to make a network namespace (unshare --net)");
    }

    /** The command that runs the command after it where {@code process}, started under {@link #command}, is. */
    public List<String> joining(Process process) {
        List<String> command =
                new ArrayList<>(List.of(Installed.require("nsenter").toString()));
        command.addAll(List.of("--target", String.valueOf(process.pid()), "--net"));
        if (ownUsers) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.add("--");
        return command;
    }

    private static boolean works(List<String> command) throws IOException, InterruptedException {
        List<String> trial = new ArrayList<>(command);
        trial.add("true");
        Process process = new ProcessBuilder(trial)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
