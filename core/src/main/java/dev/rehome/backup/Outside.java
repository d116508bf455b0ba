package dev.rehome.backup;

import dev.rehome.database.Databases;
import dev.rehome.host.Hosts;
import dev.rehome.managed.ManagedServers;

/** The ways to what a stack is made of. */
public record Outside(Databases databases, ManagedServers servers, Hosts hosts) {}
