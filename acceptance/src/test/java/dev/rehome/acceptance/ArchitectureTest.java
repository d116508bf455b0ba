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
        .resideInAnyPackage("dev.rehome.process..", "dev.rehome.cli..", "dev.rehome.testkit..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.rehome.repository.s3..", "dev.rehome.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.rehome.repository.s3..")
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
        .resideOutsideOfPackage("dev.rehome.repository.crypto..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.rehome.repository.format..", "dev.rehome.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
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
