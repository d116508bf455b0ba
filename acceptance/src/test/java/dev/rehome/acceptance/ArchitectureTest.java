package dev.rehome.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.rehome");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.rehome.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void theRepositoryKnowsNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("dev.rehome.repository..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.rehome.process..",
            "dev.rehome.cli..",
            "dev.rehome.testkit..",
            "dev.rehome.postgresserver..",
            "dev.rehome.backup..",
            "dev.rehome.database..",
            "dev.rehome.redeployment..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.rehome.repository.s3..", "dev.rehome.repository.gcs..", "dev.rehome.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.rehome.repository.s3..", "dev.rehome.repository.gcs..")
        .check(CODE);
  }

  @Test
  void theLocalCloudKnowsNothingOfRehome() {
    noClasses()
        .that()
        .resideInAPackage("dev.rehome.localcloud..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are Rehome's own",
                each ->
                    each.getPackageName().startsWith("dev.rehome")
                        && !each.getPackageName()
                            .matches("dev.rehome.(localcloud|process|postgresserver)(\\..*)?")))
        .check(CODE);
  }

  @Test
  void onlyProcessStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rehome.process..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(CODE);
  }

  @Test
  void onlyLibcCallsNativeCode() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.rehome.repository.filesystem.Libc")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(CODE);
  }

  @Test
  void technologyStaysInItsLeaves() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rehome.repository.s3..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.rehome.repository.gcs..", "dev.rehome.google..", "dev.rehome.localcloud..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.api..", "com.google.auth..", "com.google.gson..")
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage("dev.rehome.repository..")
        .and()
        .resideOutsideOfPackage("dev.rehome.repository.format..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rehome.database.postgres..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.postgresql..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rehome.stack..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(CODE);
  }

  @Test
  void theDomainKnowsNoTechnology() {
    String[] leaves = {
      "dev.rehome.database.postgres..",
      "dev.rehome.infrastructure.terraform..",
      "dev.rehome.infrastructure.commands..",
      "dev.rehome.host.ssh..",
      "dev.rehome.google"
    };
    noClasses()
        .that()
        .resideOutsideOfPackages(leaves)
        .and()
        .resideOutsideOfPackage("dev.rehome.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(leaves)
        .check(CODE);
  }

  @Test
  void onlyTheProverMakesProofsAndPermits() {
    for (Class<?> guarded :
        new Class<?>[] {
          dev.rehome.proof.ProvenBackup.class, dev.rehome.proof.DestroyPermit.class
        }) {
      noClasses()
          .that()
          .doNotBelongToAnyOf(dev.rehome.proof.Prover.class)
          .should()
          .callConstructorWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                  com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                      com.tngtech.archunit.core.domain.JavaClass.Predicates.type(guarded))))
          .check(CODE);
      org.assertj.core.api.Assertions.assertThat(guarded.getConstructors()).isEmpty();
      org.assertj.core.api.Assertions.assertThat(guarded).isFinal();
    }
  }

  @Test
  void onlyALastLookSaysWhatWasSeen() {
    noClasses()
        .that()
        .areNotAssignableTo(dev.rehome.proof.LastLook.class)
        .should()
        .callConstructorWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.type(
                        dev.rehome.proof.LastLook.Seen.class))))
        .check(CODE);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        .haveSimpleNameStartingWith("Default")
        .check(CODE);
    classes().should().resideOutsideOfPackages("..util..", "..common..", "..impl..").check(CODE);
  }
}
