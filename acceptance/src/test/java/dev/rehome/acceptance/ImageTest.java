package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.process.Finished;
import dev.rehome.process.Running;
import dev.rehome.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Images of containers on a host: docker's client, podman's service, a registry with a password.
 */
class ImageTest {
  private static void succeeds(Finished finished) {
    assertThat(finished.exitCode()).as(finished.output() + finished.errors()).isZero();
  }

  @Test
  @Tag("long")
  void imagesComeBackFromTheirRegistryOrFromTheBackup() throws Exception {
    try (HostStack stack = HostStack.withImages()) {
      stack.docker(
          """
          echo 'the application' > program; tar c program | docker import - registry.example:$PORT/shop/api:1 > /dev/null
          echo 'of the registry' | tr -d '\\n' | docker login --username shop --password-stdin registry.example:$PORT
          docker push registry.example:$PORT/shop/api:1
          docker rmi registry.example:$PORT/shop/api:1
          docker pull registry.example:$PORT/shop/api:1
          docker tag registry.example:$PORT/shop/api:1 registry.example:$PORT/shop/api:live
          echo 'a tool' > program; tar c program | docker import - tool:7 > /dev/null
          rm program
          """);
      String before = stack.docker(IDS);
      assertThat(before.lines()).hasSize(3);
      String images =
          HostStack.STACK_FILE.replace("keep-secrets:", "images: [ { host: api } ]\nkeep-secrets:");
      stack.stackFile(images);
      assertThat(stack.run("check", "second").errors())
          .contains(
              "image registry.example:" + stack.read("registry-port") + "/shop/api:1 on host api")
          .contains("its registry wants a password");
      stack.stackFile(
          images.replace(
              "{ host: api } ]\nkeep",
              "{ host: api, logins: [ { registry: 'registry.example:"
                  + stack.read("registry-port")
                  + "', user: shop, password: '${env:REGISTRY_PASSWORD}' } ] } ]\nkeep"));
      Finished check = stack.run("check", "second");
      succeeds(check);
      assertThat(check.output() + check.errors())
          .contains("tool:7 on host api is in no registry, so it is stored in the backup");
      assertThat(Files.readString(stack.folder().resolve("there-1.trace")))
          .contains("\"--password-stdin\"")
          .doesNotContain("of the registry");
      Finished run = withoutRegistry(stack);
      assertThat(run.errors())
          .contains("shop/api:1 is no longer in its registry", "push it there again");
      succeeds(stack.run("resume"));
      assertThat(stack.docker(IDS)).isEqualTo(before);
      assertThat(stack.run("prove", "latest").output())
          .contains("layer by layer: 1; given out by their registries when the backup was made: 1");
      Shell.run(stack.folder(), "pkill -f \"podman.*$(cat home)/docker.sock\"");
      assertThat(stack.run("check", "first").errors())
          .contains("docker does not work on host api: ");
    }
  }

  private static final String IDS =
      "docker image ls --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | sort";

  /** A run during which the registry loses what it has, for a while. */
  private static Finished withoutRegistry(HostStack stack) throws Exception {
    Path data = stack.folder().resolve("registry-data");
    try (Running running = stack.rehome("run", "second", "--approve", HostStack.NAME).start()) {
      CompletableFuture<Finished> end =
          CompletableFuture.supplyAsync(() -> running.finish(new byte[0], Shop.LIMIT));
      while (!stack.stagesBegun().contains("destroy") && !end.isDone()) {
        Thread.sleep(50);
      }
      Files.move(data, stack.folder().resolve("registry-lost"));
      Finished run = end.get();
      Files.move(stack.folder().resolve("registry-lost"), data);
      return run;
    }
  }
}
