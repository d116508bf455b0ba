package dev.rehome.world;

import dev.rehome.process.Command;
import dev.rehome.process.Finished;
import dev.rehome.process.Job;
import dev.rehome.process.ProcessFailure;
import dev.rehome.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Commands and jobs of a machine in memory; jobs go on when the program is killed. */
public final class SimulatedProcesses implements Processes {
  private static final Path NOWHERE = Path.of("/dev/null");

  private final Invocation by;
  private final World world;

  public SimulatedProcesses(Invocation by) {
    this.by = by;
    this.world = by.world;
  }

  private Script script(Command command) {
    return new Scripts(world, by.machine, by.plans).of(command);
  }

  @Override
  public Finished run(Command command, Duration limit) {
    Script script = script(command);
    return by.call(
        "run " + script.what(),
        Trouble.PROCESS,
        () -> {
          for (JobRecord.Effect effect : script.effects()) {
            world.pass(effect.after());
            int code = effect.act().act();
            if (code != JobRecord.Act.GOES_ON) {
              return new Finished(code, "", "");
            }
            effect.noted().run();
          }
          return new Finished(0, "", "");
        });
  }

  @Override
  public Job job(Path folder) {
    return new SimulatedJob(folder.toString());
  }

  private final class SimulatedJob implements Job {
    private final String folder;

    SimulatedJob(String folder) {
      this.folder = folder;
    }

    private String name() {
      return folder.substring(folder.lastIndexOf('/') + 1);
    }

    private boolean known() {
      JobRecord job = by.machine.jobs.get(folder);
      return job != null && !job.removed;
    }

    private JobRecord record() {
      return java.util.Objects.requireNonNull(by.machine.jobs.get(folder));
    }

    private ProcessFailure notStarted(String why) {
      return new ProcessFailure(
          ProcessFailure.Reason.NOT_STARTED, name() + " did not start: " + why, List.of("look"));
    }

    @Override
    public void prepare() {
      by.call(
          "Job.prepare " + name(),
          Trouble.PROCESS,
          () -> {
            if (by.machine.full) {
              throw notStarted("the disk is full");
            }
            if (!known()) {
              by.machine.jobs.put(folder, new JobRecord(world, folder));
            }
          });
    }

    private State seen() {
      if (!known()) {
        return State.LOST;
      }
      JobRecord job = record();
      if (job.exit.isPresent()) {
        return State.ENDED;
      }
      if (job.isRunning()) {
        return State.RUNNING;
      }
      return job.lost ? State.LOST : State.NEW;
    }

    @Override
    public State state() {
      return by.call("Job.state " + name(), Trouble.PROCESS, this::seen);
    }

    @Override
    public void start(Command command) {
      by.call(
          "Job.start " + name(),
          Trouble.PROCESS,
          () -> {
            if (!known()) {
              throw notStarted("its folder is not there");
            }
            JobRecord job = record();
            if (job.begun) {
              return;
            }
            if (job.calledOff || by.machine.full) {
              throw notStarted(job.calledOff ? "it was called off" : "the disk is full");
            }
            Script script = script(command);
            if (script.environment() != null && script.changes()) {
              world.guard.changes(by, script.environment(), script.what());
            }
            job.begin(script, by);
          });
    }

    @Override
    public State await(BooleanSupplier enough) {
      while (true) {
        State state = by.call("Job.await " + name(), Trouble.PROCESS, this::seen);
        if (state != State.RUNNING || enough.getAsBoolean()) {
          return state;
        }
        world.pass(Math.max(1, record().due - world.now()));
      }
    }

    @Override
    public Finished finished() {
      return by.call(
          "Job.finished " + name(),
          Trouble.PROCESS,
          () -> new Finished(record().exit.orElseThrow(), record().output, ""));
    }

    @Override
    public List<String> survivors() {
      return by.call(
          "Job.survivors " + name(),
          Trouble.PROCESS,
          () -> {
            JobRecord job = by.machine.jobs.get(folder);
            return job != null && (job.hasSurvivors() || job.isRunning())
                ? List.of("4711 (" + job.what + ")")
                : List.of();
          });
    }

    @Override
    public void end() {
      by.call(
          "Job.end " + name(),
          Trouble.PROCESS,
          () -> {
            JobRecord job = by.machine.jobs.get(folder);
            if (job == null || job.exit.isPresent()) {
              return;
            }
            if (job.begun) {
              job.kill();
            } else {
              job.calledOff = true;
            }
          });
    }

    @Override
    public Path output() {
      return NOWHERE;
    }

    @Override
    public Path errors() {
      return NOWHERE;
    }
  }
}
