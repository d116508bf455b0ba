package dev.rehome.images;

import dev.rehome.process.Secret;

/** As whom a registry is asked. */
public record Login(String registry, String user, Secret password) {}
