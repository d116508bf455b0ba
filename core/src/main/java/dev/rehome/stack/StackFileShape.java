package dev.rehome.stack;

import static dev.rehome.stack.Shape.mapping;
import static dev.rehome.stack.Shape.optional;
import static dev.rehome.stack.Shape.required;
import static dev.rehome.stack.Shape.text;

import dev.rehome.stack.Shape.CommandLine;
import dev.rehome.stack.Shape.Flag;
import dev.rehome.stack.Shape.Mapping;
import dev.rehome.stack.Shape.Named;
import dev.rehome.stack.Shape.Sequence;
import dev.rehome.stack.Shape.WholeNumber;
import dev.rehome.stack.Shape.Word;
import java.util.List;

/** The shape of a stack file: every key there is, and what it means. */
final class StackFileShape {
  private StackFileShape() {}

  private static final Shape TEXTS = new Sequence(text());

  private static final Mapping SIDE =
      mapping(
          optional("binary", text(), "terraform or tofu, by name or path"),
          optional("var-files", TEXTS, "variable files, relative to the stack file"));

  private static final Mapping TERRAFORM =
      mapping(
          required("directory", text(), "the configuration, inside each revision's checkout"),
          optional(
              "state",
              text(),
              "the folder where a local state is kept today, relative to the stack file; leave it"
                  + " out if the configuration has a remote backend"),
          optional("workspace", text(), "the workspace; default unless given"),
          optional("revision-variable", text(), "the variable that takes the revision's commit"),
          optional("binary", text(), "terraform or tofu, by name or path"),
          optional("var-files", TEXTS, "variable files, relative to the stack file"),
          optional("variables", new Named(text()), "variables and their values"),
          optional(
              "within",
              text(),
              "how long a plan, or another look, may take, such as 10m; 30m unless given"),
          optional("from", SIDE, "what differs for the old revision"),
          optional("to", SIDE, "what differs for the new revision"),
          optional(
              "resources",
              new Named(new Word(List.of("saved", "kept", "disposable"))),
              "what becomes of the resources that hold state: by address, * stands for any text"));

  private static final Mapping COMMANDS =
      mapping(
          required("create", new CommandLine(), "builds the stack, in the revision's checkout"),
          required("destroy", new CommandLine(), "destroys the stack, and all that it holds"),
          required(
              "outputs",
              new CommandLine(),
              "prints a JSON object of names and values; {} where there is no stack"));

  private static final Mapping CLOUD_SQL =
      mapping(
          required("project", text(), "the Google Cloud project"),
          optional("instance", text(), "the instance's name"),
          optional(
              "discover",
              text(),
              "in place of it a pattern, such as shop-{workspace}-db-*, for a socket of the Auth"
                  + " Proxy, or else an instance of the project"),
          optional(
              "sockets",
              text(),
              "where the Auth Proxy's sockets are, on the host of reach-from if there is one;"
                  + " /cloudsql unless given"),
          optional("endpoint", text(), "the Admin API's address, if not Google's own"),
          optional(
              "retain-backups",
              new Flag(),
              "whether a run may switch on that the instance's backups outlive it"),
          optional(
              "export-to",
              text(),
              "gs://BUCKET/PREFIX: the instance writes the final dump there by itself, in place of"
                  + " pg_dump, and from there it goes into the repository"),
          optional(
              "replicas",
              new Word(List.of("recreate")),
              "recreate: replicas may be removed for a restore, and are made again"));

  private static final Mapping HOST =
      mapping(
          required("address", text(), "its name or address, or an alias of ssh's configuration"),
          optional("user", text(), "as whom to log in; ssh's configuration says otherwise"),
          optional("port", new WholeNumber(1, 65_535), "the port of its ssh server"),
          optional("sudo", new Flag(), "whether commands run as root there"),
          optional("via", text(), "another host, through which this one is reached"),
          optional("config", text(), "a configuration of ssh, in place of the operator's own"),
          optional(
              "ready",
              mapping(
                  optional("unit", text(), "a systemd unit that is active, or ran to its end"),
                  optional("file", text(), "a file or folder that is there"),
                  optional("run", new CommandLine(), "a command that succeeds"),
                  optional(
                      "within", text(), "how long that may take, such as 10m; 30m unless given")),
              "what tells that a new machine's own start-up is over: one of these"));

  private static final String ON_HOST = "the host that it runs on; this machine otherwise";

  private static final Mapping DATABASE =
      mapping(
          optional(
              "reach-from", text(), "a host that reaches the server, if this machine does not"),
          optional("cloud-sql", CLOUD_SQL, "the Cloud SQL instance that it is on"),
          optional("url", text(), "postgres://USER@HOST:PORT/NAME, in place of the four below"),
          optional("host", text(), "name or address of the server"),
          optional("port", text(), "its port; 5432 unless given"),
          optional("name", text(), "the database's name on the server; the key's unless given"),
          optional("user", text(), "who owns the database and uses it"),
          optional("password", text(), "that user's password, as a reference"),
          optional("admin-user", text(), "who may create databases and end sessions"),
          optional("admin-password", text(), "that user's password, as a reference"),
          optional("kept", new Flag(), "it outlives the stack, so it is neither fenced nor loaded"),
          optional("disposable", new Flag(), "it is not saved at all"),
          optional(
              "shared-server",
              new Flag(),
              "its server outlives the stack, with all else that is on it"));

  private static final Mapping FILES =
      mapping(
          optional("host", text(), "the host that they are on; this machine otherwise"),
          optional("root", text(), "the folder that the paths below are in"),
          optional("from-root", text(), "that folder in the old stack, where it differs"),
          optional("to-root", text(), "that folder in the new stack"),
          required("include", TEXTS, "files and folders in it"),
          optional(
              "exclude",
              TEXTS,
              "patterns of what to leave out; `.cache/rehome`, where agents and dumps are, always"
                  + " is"),
          optional(
              "owner",
              text(),
              "who gets all of them in the new stack; whoever has the same name unless given"),
          optional(
              "mirror",
              new Flag(),
              "what the new stack has in these folders by itself is removed, not only reported; a"
                  + " folder that was not made for the new stack is never mirrored over what no"
                  + " backup holds"),
          optional("kept", new Flag(), "they outlive the stack, so they are not restored"));

  private static final Mapping LOGIN =
      mapping(
          required("registry", text(), "its host and port, as image names begin with it"),
          required("user", text(), "as whom"),
          required("password", text(), "that user's password, as a reference"));

  private static final Mapping IMAGES =
      mapping(
          optional("host", text(), "the host that has them; this machine otherwise"),
          optional("logins", new Sequence(LOGIN), "registries that want a password"));

  private static final Mapping TASK =
      mapping(
          required("run", new CommandLine(), "a shell line, or a list of arguments"),
          optional("host", text(), ON_HOST),
          optional("user", text(), "who runs it; needs root, or sudo on a host"),
          optional(
              "in",
              text(),
              "the folder that it runs in; the revision's checkout otherwise, on a host the home"
                  + " folder"),
          optional(
              "env-file", text(), "lines of KEY=VALUE, taken as they stand, as env prints them"),
          optional("within", text(), "a time limit such as 90s, 30m, 2h; 1h unless given"));

  private static final Mapping DRAIN =
      mapping(
          required("until", new CommandLine(), "succeeds once no work is left"),
          optional("host", text(), ON_HOST),
          optional("within", text(), "the longest wait, such as 30m; 10m unless given"));

  private static final Mapping HEALTH =
      mapping(
          optional("get", text(), "the HTTP or HTTPS address to ask"),
          optional(
              "at",
              text(),
              "the new stack's own address: that is asked first, under the name in get, which may"
                  + " still lead to the old one"),
          optional("tcp", text(), "HOST:PORT, which has to take a connection"),
          optional("run", new CommandLine(), "a command that has to succeed"),
          optional("host", text(), ON_HOST),
          optional("expect", new WholeNumber(100, 599), "the status to expect; 200 unless given"),
          optional("within", text(), "how long it may take to come up; 1m unless given"));

  static final Mapping ROOT =
      mapping(
          required("stack", text(), "the stack's name, for backups, locks and approvals"),
          optional(
              "revisions",
              mapping(
                  required("git", text(), "the repository's checkout, relative to the stack file"),
                  optional("remote", text(), "where a revision must be pushed to"),
                  optional(
                      "current",
                      mapping(
                          required("run", new CommandLine(), "prints it"),
                          optional("host", text(), ON_HOST)),
                      "how to read the running revision")),
              "where the revisions are"),
          optional(
              "infrastructure",
              mapping(
                  optional("terraform", TERRAFORM, "stacks built by Terraform or OpenTofu"),
                  optional("commands", COMMANDS, "stacks built by commands of one's own")),
              "what builds and destroys the stack"),
          optional("hosts", new Named(HOST), "machines that are reached by ssh"),
          optional("databases", new Named(DATABASE), "the PostgreSQL databases"),
          optional("files", new Sequence(FILES), "files and folders that hold state"),
          optional("images", new Sequence(IMAGES), "machines whose container images are kept"),
          optional("drain", new Sequence(DRAIN), "what to wait for before writers are stopped"),
          optional("quiesce", new Sequence(TASK), "stops all that writes"),
          optional("open", new Sequence(TASK), "starts it again"),
          optional("migrate", new Sequence(TASK), "brings the restored state to the new revision"),
          optional(
              "preview",
              new Sequence(TASK),
              "the same in a bare checkout, for rehome prove --migrate: on the database that the"
                  + " variables REHOME_DATABASE_KEY_HOST, _PORT, _NAME, _USER and _PASSWORD tell"),
          optional(
              "keep-secrets",
              TEXTS,
              "variables of the tasks' environment files that have to be in the new stack what they"
                  + " were in the old one; only keyed fingerprints are kept"),
          optional("health", new Sequence(HEALTH), "what must answer once the stack is open"),
          optional(
              "prove",
              mapping(
                  optional(
                      "final",
                      new Flag(),
                      "whether the final backup is restored too; true unless given")),
              "how much proof"),
          required(
              "repository",
              mapping(
                  required(
                      "location", text(), "a folder, gs://BUCKET/PREFIX or s3://BUCKET/PREFIX"),
                  required("password", text(), "its password, as a reference")),
              "where the backups are kept"));
}
