package dev.rehome.database;

/**
 * Which database this is, whatever it is called and wherever it answers: the server's system
 * identifier, made when its files were, and the database's number on it (0: it is not there).
 */
public record Identity(long server, long database) {}
