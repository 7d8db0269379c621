package dev.softphone.loadtest.simulator.script;

import java.util.List;
import java.util.Optional;

/**
 * Everything a gateway does, complete and immutable. Made by {@link ScriptReader}; every key is described in the
 * module's README.
 *
 * @param listen the port's own settings
 * @param organizations how requests tell their organization, the first that finds one wins
 * @param upgrade rules for WebSocket upgrades; without a match the upgrade is accepted at once
 * @param sockets faults of established sockets
 * @param sip the SIP side; empty where the gateway speaks no SIP
 * @param rest the REST side
 * @param genesys the Genesys Cloud side; empty where the gateway does not speak it
 * @param messages the generic protocol; empty where the gateway does not speak it
 */
public record Script(
        Listen listen,
        List<Extractor> organizations,
        List<Rule<Action.OnUpgrade>> upgrade,
        Sockets sockets,
        Optional<SipScript> sip,
        RestScript rest,
        Optional<GenesysScript> genesys,
        Optional<MessageScript> messages) {}
