package dev.rehome.cli.terminal;

import java.util.List;

/** A failure as it is shown. */
public record Message(ExitCode code, String whatHappened, String safe, List<String> next) {}
