package dev.rehome.acceptance;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a real stack, drawn from a seed: commands, and acts of people, machines and
 * chance in the middle of them; then what Rehome says under NEXT is typed until the run is over.
 * Each finding is a sentence.
 */
final class LiveHistory {
  private static final List<LiveAct> ACTS = List.of(LiveAct.values());

  /** Journal lines that a whole run writes, and a few more. */
  private static final int LINES = 110;

  /** How many commands an operator types before giving up. */
  private static final int PATIENCE = 12;

  /** While these are under way nobody can tell the program's writes from others'. */
  private static final Set<String> WRITING =
      Set.of("create", "restore files", "restore database", "migrate");

  private static final Pattern STAGE = Pattern.compile("\"stage\":\"(?:rollback: )?([^\"]*)\"");
  private static final Pattern COMMAND =
      Pattern.compile(
          "rehome (resume|rollback|run|approve)\\b[^,;]*?(?=    |[,;]|$)", Pattern.MULTILINE);

  /** Between the last look and its effect nobody can notice a write; nanoseconds. */
  private static final long UNNOTICED = 3_000_000_000L;

  private final LiveStack stack;
  private final Random random;
  private final TreeMap<Integer, LiveAct> acts = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final long began = System.nanoTime();
  private long lastAct;
  private boolean discarded;
  private String end = "";
  private int done;
  private int excused;

  LiveHistory(LiveStack stack, long seed) {
    this.stack = stack;
    this.random = new Random(seed);
  }

  /**
   * How it came out.
   *
   * @param end the word of its end
   * @param acts how many acts met it
   * @param excused rows that nobody could have noticed
   */
  record Result(
      String end, int commands, int acts, int excused, List<String> findings, List<String> told) {}

  Result play() throws IOException, InterruptedException {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      acts.put(1 + random.nextInt(LINES), ACTS.get(random.nextInt(ACTS.size())));
    }
    if (random.nextInt(3) == 0) { // what goes wrong before it begins is met sooner or later
      act(LiveAct.LAYS_A_FAULT, null);
    }
    type("rehome run second --approve live");
    for (int i = random.nextInt(3); i > 0 && end.isEmpty(); i--) {
      LiveAct between = ACTS.get(random.nextInt(ACTS.size()));
      if (random.nextBoolean()
          && between != LiveAct.KILLS_REHOME
          && between != LiveAct.STOPS_REHOME) {
        act(between, null);
      }
      type(next() + (random.nextInt(5) == 0 ? " --state-folder elsewhere" : ""));
    }
    calm();
    comesToAnEnd();
    judge();
    return new Result(end, commands(), done, excused, findings, told);
  }

  private int commands() {
    return (int) told.stream().filter(line -> line.contains("$ rehome")).count();
  }

  private String next() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> "rehome resume --approve live";
      case 5, 6, 7 -> "rehome rollback --approve live";
      case 8 -> "rehome rollback --file staging.yaml --approve live";
      default -> "rehome run second --approve live";
    };
  }

  private void tell(String what) {
    told.add(String.format("%6.1f %s", (System.nanoTime() - began) / 1e9, what));
  }

  private void finding(String what) {
    findings.add(what);
    tell("FINDING: " + what);
  }

  private Finished type(String line) throws IOException, InterruptedException {
    tell("$ " + line);
    discarded |= line.contains("--discard-writes-since");
    long destroyed = destroyed();
    try (Running running = stack.typed(line)) {
      long start = System.nanoTime();
      while (running.isAlive()) {
        if (System.nanoTime() - start > Shop.LIMIT.toNanos()) {
          finding("it hangs: " + line);
          running.signal("KILL");
        }
        Map.Entry<Integer, LiveAct> due = acts.firstEntry();
        if (due != null && lines() >= due.getKey()) {
          acts.remove(due.getKey());
          act(due.getValue(), running);
        }
        Thread.sleep(10);
      }
      Finished finished = running.finish(new byte[0], Shop.LIMIT);
      tell(
          "exit code "
              + finished.exitCode()
              + "\n"
              + finished.errors().strip().indent(9).stripTrailing());
      verify(finished, destroyed);
      return finished;
    }
  }

  private long lines() throws IOException {
    long lines = 0;
    for (Path journal : journals()) {
      try (Stream<String> all = Files.lines(journal)) {
        lines += all.count();
      }
    }
    return lines;
  }

  /** Of all runs, in whatever state folder, from the one that wrote longest ago. */
  private List<Path> journals() throws IOException {
    var found = new ArrayList<Map.Entry<FileTime, Path>>();
    for (String folder : List.of(".rehome/runs", "elsewhere/runs", "third/runs")) {
      Path runs = stack.folder().resolve(folder);
      if (!Files.exists(runs)) {
        continue;
      }
      try (Stream<Path> all = Files.list(runs)) {
        for (Path journal : all.map(run -> run.resolve("journal.jsonl")).toList()) {
          if (Files.exists(journal)) {
            found.add(Map.entry(Files.getLastModifiedTime(journal), journal));
          }
        }
      }
    }
    return found.stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
  }

  private void act(LiveAct act, @Nullable Running running) {
    if (act.writes() && !isNoticed(running != null)) {
      return;
    }
    done++;
    tell("  " + act);
    try {
      act.to(stack, running, random);
    } catch (IOException | AssertionError e) {
      tell("  there was nothing to do that to");
    }
    lastAct = System.nanoTime();
  }

  /** Whether anybody can notice what is written now. */
  private boolean isNoticed(boolean running) {
    String stage = "";
    boolean writing = false;
    boolean failed = false;
    for (String line : lastJournal()) {
      Matcher in = STAGE.matcher(line);
      if (line.contains("STAGE_BEGAN") && in.find()) {
        stage = in.group(1);
        writing |= WRITING.contains(stage);
        failed = false;
      }
      if (line.contains("\"FAILED\"")) {
        failed = true;
        writing = false;
      }
      if (line.contains("STAGE_DONE")
          && in.find(0)
          && Set.of("restore database", "migrate").contains(in.group(1))) {
        writing = false;
      }
    }
    return !writing
        && (failed || !running || !stage.equals("destroy"))
        && !(stage.equals("destroy") && stack.atWork());
  }

  private List<String> lastJournal() {
    try {
      List<Path> all = journals();
      return all.isEmpty() ? List.of() : Files.readAllLines(all.getLast());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Compares what it says with what is so. */
  private void verify(Finished finished, long destroyed) throws IOException {
    String said = finished.errors();
    boolean undisturbed = System.nanoTime() - lastAct > UNNOTICED;
    boolean serves =
        said.contains("the old stack serves again") || said.contains("untouched and serves");
    if (serves
        && undisturbed
        && !(stack.serves(LiveStack.PRODUCTION) && stack.reachable(LiveStack.PRODUCTION))) {
      finding("it says that the stack serves, and it does not: " + said);
    }
    if (said.contains("nothing was destroyed") && destroyed() > destroyed) {
      finding("it says that nothing was destroyed, and something was: " + said);
    }
    if (said.contains("a mistake in Rehome") || said.contains("REHOME_TRACE")) {
      finding("it has no words for it: " + said);
    }
    if (finished.exitCode() == 0) {
      String output = finished.output();
      end =
          output.contains("rolled back")
              ? "rolled back"
              : output.contains("redeployed") ? "redeployed" : end;
    }
  }

  private long destroyed() throws IOException {
    return provisioned()
        .filter(line -> line.matches(".* production .* destroy (done|meets fail, after)"))
        .count();
  }

  private Stream<String> provisioned() throws IOException {
    return Files.readAllLines(stack.folder().resolve("provisioned")).stream();
  }

  /** From now on nothing goes wrong any more; what people did is undone. */
  private void calm() throws InterruptedException {
    acts.clear();
    Shell.run(
        stack.folder(),
        """
        rm -f faults/*
        while [ -e backups.away ] || pgrep -f "$PWD/live/deploy/terraform.tfstate.d" > /dev/null; do sleep 0.2; done
        """);
    for (int i = 0; stack.atWork() && i < 300; i++) {
      Thread.sleep(200);
    }
  }

  private void comesToAnEnd() throws IOException, InterruptedException {
    if (!end.isEmpty()) {
      return;
    }
    String line = "rehome resume";
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < PATIENCE; i++) {
      Finished finished = type(line);
      String said = finished.errors();
      if (finished.exitCode() == 0 && line.contains("approve ")) {
        line = "rehome resume";
        continue;
      }
      if (finished.exitCode() == 0) {
        return;
      }
      Matcher over = Pattern.compile("is over: (\\S.*)").matcher(said);
      if (over.find()) {
        end = over.group(1);
        return;
      }
      if (said.contains("there is no run")) {
        end = "never began";
        return;
      }
      if (said.contains("open sessions") || said.contains("somebody wrote")) {
        stack.service(LiveStack.PRODUCTION, "stop"); // who opened by hand is told so, and stops it
      }
      Matcher tainted = Pattern.compile("terraform untaint (\\S+),").matcher(said);
      if (tainted.find()) {
        Shell.run(
            stack.folder(),
            "cd live/deploy && TF_WORKSPACE=production terraform untaint \"$1\"",
            tainted.group(1));
      }
      if (said.contains("terraform apply -refresh-only brings them back")) {
        Shell.run(
            stack.folder(),
            "cd live/deploy && TF_WORKSPACE=production terraform apply -refresh-only -auto-approve"
                + " -input=false -var-file=../../production.tfvars"
                + " -var=revision=$(cat ../../homes/production/service/revision)");
      }
      List<String> ways =
          COMMAND.matcher(said).results().map(each -> each.group().strip()).toList();
      if (ways.isEmpty()) {
        finding("no command under NEXT goes on: " + said);
        return;
      }
      String what = said.lines().filter(each -> each.startsWith("ERROR")).findFirst().orElse("");
      int tried = times.merge(what, 1, Integer::sum) - 1;
      line =
          ways.get(Math.min(tried / 2, ways.size() - 1))
              .replace("REVISION", "second --approve live");
    }
    finding("there is no way on by what NEXT says; the last was " + line);
  }

  /** Another run may have waited for this one to end, and have ended since. */
  private void endsWithTheNewestRun() {
    Pattern word = Pattern.compile("\"kind\":\"ENDED\".*\"data\":\"(redeployed|rolled back)\"");
    lastJournal().stream()
        .map(word::matcher)
        .filter(Matcher::find)
        .forEach(matcher -> end = matcher.group(1));
  }

  /** How many runs came to that: a later one migrates what an earlier one has migrated. */
  private long redeployed() throws IOException {
    long count = 0;
    for (Path journal : journals()) {
      if (Files.readString(journal).contains("\"data\":\"redeployed\"")) {
        count++;
      }
    }
    return count;
  }

  private void judge() throws IOException {
    endsWithTheNewestRun();
    if (Files.exists(stack.folder().resolve("migrated-again")) && redeployed() < 2) {
      finding("a migration met a database that was migrated, or half so");
    }
    if (provisioned().anyMatch(line -> line.contains(" staging ") && line.contains("destroy"))) {
      finding("something of staging was destroyed");
    }
    if (!findings.isEmpty() || end.equals("never began")) {
      return;
    }
    for (String environment : List.of(LiveStack.PRODUCTION, LiveStack.STAGING)) {
      if (!stack.serves(environment) || !stack.reachable(environment)) {
        finding(environment + " does not serve after its end: " + end);
        return;
      }
      stack.service(environment, "stop");
      String revision =
          Files.readString(stack.folder().resolve("homes/" + environment + "/service/revision"))
              .strip();
      boolean second =
          revision.equals(Shell.run(stack.folder().resolve("app"), "git rev-parse second").strip());
      boolean migrated = !stack.admin(environment, "SELECT to_regclass('shipping')").isEmpty();
      if (second != migrated
          || second != (end.equals("redeployed") && environment.equals(LiveStack.PRODUCTION))) {
        finding(
            environment
                + " is at revision "
                + revision
                + ", migrated: "
                + migrated
                + ", after its end: "
                + end);
      }
      rows(environment);
    }
    for (String command : List.of("status", "report")) {
      Finished finished = stack.type("rehome " + command);
      if (finished.exitCode() != 0) {
        finding("rehome " + command + " fails: " + finished.errors());
      }
    }
  }

  /** All that was written for certain is there, or in a backup. */
  private void rows(String environment) throws IOException {
    var there = Set.copyOf(stack.admin(environment, "SELECT item FROM orders").lines().toList());
    if (there.stream().filter(item -> item.startsWith("order ")).count() != 500) {
      finding("of 500 orders " + environment + " has fewer");
    }
    var missing = new ArrayList<String>();
    for (String line : Files.readAllLines(stack.folder().resolve("written"))) {
      String[] words = line.split(" ");
      boolean lacks =
          words[1].equals("row")
              ? !there.contains(words[2])
              : !Files.exists(
                  stack.folder().resolve("homes/" + environment + "/uploads/" + words[2]));
      if (words[0].equals(environment) && lacks) {
        missing.add(words[2]);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Optional<String> saved =
        end.equals("rolled back") ? Optional.of(stack.backups()) : Optional.empty();
    List<Long> destructions = destructions();
    for (String item : missing) {
      long at = Long.parseLong(item.replaceFirst(".*-", ""));
      if (saved.filter(all -> all.contains(item)).isPresent()) {
        continue;
      }
      if (discarded || destructions.stream().anyMatch(each -> Math.abs(each - at) < UNNOTICED)) {
        excused++;
      } else {
        finding(environment + " lost " + item + ", which no backup has, after its end: " + end);
      }
    }
  }

  private List<Long> destructions() throws IOException {
    return provisioned()
        .filter(line -> line.contains(" production ") && line.contains("destroy begins"))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .toList();
  }
}
