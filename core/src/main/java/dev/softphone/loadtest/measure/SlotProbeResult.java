package dev.softphone.loadtest.measure;

/**
 * The slot probe: at a plateau, {@code closed} softphones left on purpose; of {@code attempts} further ones, {@code
 * admitted} got in.
 *
 * @param connectedBefore registered just before the probe
 */
public record SlotProbeResult(int connectedBefore, int closed, int attempts, int admitted) {}
