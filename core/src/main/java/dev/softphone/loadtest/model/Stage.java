package dev.softphone.loadtest.model;

import java.util.Locale;

/** The stages of an attempt and of the calls after it, in the order in which they happen. */
public enum Stage {
    /** A token is fetched. */
    TOKEN,
    /** Any other REST call before the socket. */
    LOGIN,
    /** DNS, TCP, TLS and the HTTP upgrade, up to the 101. */
    UPGRADE,
    /** Authentication on the socket, where the protocol has a step of its own for it. */
    AUTH,
    /** Registration; an attempt that ends it well is connected. */
    REGISTER,
    /** ICE gathering and checks. */
    ICE,
    /** The media offer and its answer. */
    MEDIA,
    /** The life after registration: calls, keep-alive, drops. */
    ESTABLISHED;

    /** The name used in the status, in codes and in metric labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
