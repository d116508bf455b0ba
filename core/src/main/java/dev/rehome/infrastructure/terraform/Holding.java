package dev.rehome.infrastructure.terraform;

import dev.rehome.infrastructure.Saveable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a type of resource holds, by its name, to tell whether anything in the stack file can stand
 * for what is declared as saved.
 */
enum Holding {
  /** Nobody reads such a key: no backup has it, and what it locked is lost with it. */
  KEY("(kms|crypto_key|key_ring|key_vault_(managed_hardware|key)|cloudhsm)"),
  SECRET("(secret|password|private_key|random_|access_key|service_account_key|ssm_parameter)"),
  DATABASE("(sql|postgres|alloydb|aurora|_rds_|_db_|database|timescale|neon_)"),
  BUCKET("(bucket|storage_(account|container|blob|share)|s3_object|object_storage|_spaces_)"),
  MACHINE(
      "(disk|volume|_ebs_|_efs_|_fsx_|filestore|file_share|file_system|_instance$|virtual_machine|droplet"
          + "|_server$|autoscaling_group|instance_group_manager|scale_set|node_pool)"),
  ANYTHING("");

  private final Pattern inType;

  Holding(String inType) {
    this.inType = Pattern.compile(inType);
  }

  static Holding of(String type) {
    for (Holding each : values()) {
      if (each.inType.matcher(type).find()) {
        return each;
      }
    }
    return ANYTHING;
  }

  /** Why nothing of what is saved can be what it holds, if that is so. */
  Optional<String> missing(Saveable saved) {
    boolean anything = saved.databases() || saved.files() || saved.images();
    return switch (this) {
      case KEY ->
          Optional.of(
              "no backup can hold such a key: move it out of this stack, or declare it disposable");
      case SECRET ->
          unless(
              saved.secrets() || saved.files(),
              "the stack file names neither keep-secrets nor files that hold it");
      case DATABASE -> unless(saved.databases(), "the stack file names no database that is saved");
      case BUCKET -> unless(saved.files(), "the stack file names no files that are saved");
      case MACHINE ->
          unless(anything, "the stack file names no database, files or images that are saved");
      case ANYTHING ->
          unless(anything, "the stack file names no database, files or images that are saved");
    };
  }

  private static Optional<String> unless(boolean there, String why) {
    return there ? Optional.empty() : Optional.of(why);
  }
}
