package dev.rehome.database;

/** A cheap value that changes when anybody writes: rows, sequences, definitions. */
public record WriteMark(String value) {}
