package dev.rehome.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one downloads, on a machine that has no Java. */
class DistributionTest {
  private static final Path ROOT =
      Path.of(System.getProperty("rehome.root", "..")).toAbsolutePath();

  @TempDir Path folder;

  /** Programs of this machine in another root, but nothing where Java could be. */
  private static final String WITHOUT_JAVA =
      """
      root=$PWD/root
      mkdir -p "$root"/{usr,etc,proc,dev,tmp,root,opt}
      for link in bin sbin lib lib64; do ln -s usr/$link "$root/$link"; done
      exec unshare --mount --pid --fork bash -ec '
        mount --rbind /usr "$0/usr"
        mount -t tmpfs none "$0/usr/lib/jvm"
        for java in $(type -ap java javac || true); do mount --bind /dev/null "$0$java" 2> /dev/null || true; done
        mount --rbind /dev "$0/dev"
        mount -t proc none "$0/proc"
        cp /etc/passwd /etc/group "$0/etc"
        cp -r /etc/alternatives "$0/etc"
        cp "$2" "$0/opt/rehome.tar.gz"
        exec chroot "$0" env -i PATH=/usr/bin:/bin HOME=/root REHOME_PASSWORD=word bash -ec "$1"' "$root" "$1" "$2"
      """;

  @Test
  void theArchiveRunsWithoutAnyJava() throws IOException {
    Shell.run(ROOT, "distribution/make --built > /dev/null");
    Path made = ROOT.resolve("distribution/target/download");
    Shell.run(made, "sha256sum --check --quiet SHA256SUMS");
    Path archive = made.resolve(Shell.run(made, "ls *.tar.gz").strip());
    String said =
        Shell.run(
            folder,
            WITHOUT_JAVA,
            """
            cd /opt
            if java -version > /dev/null 2>&1; then echo "there is a Java"; exit 1; fi
            tar xzf rehome.tar.gz
            PATH=$PATH:$(echo /opt/rehome-*/bin)
            mkdir data; echo content > data/file
            rehome --version
            rehome repository init r > /dev/null
            rehome repository backup r data
            rehome repository check r --read-data
            rehome repository restore r latest --target t
            cmp data/file t/opt/data/file
            rehome init && rehome local-cloud --help > /dev/null
            . rehome-*/share/completion.bash && complete -p rehome
            cat rehome-*/share/guide.html
            """,
            archive.toString());
    assertThat(said)
        .contains("rehome 0.1.0", "Snapshot ", "No damage found", "-F _complete_rehome");
    assertThat(Shell.run(made, "dpkg-deb --contents *.deb"))
        .contains("./usr/bin/rehome -> ../lib/rehome/rehome")
        .contains("./usr/share/man/man1/rehome-run.1.gz")
        .contains("./usr/share/bash-completion/completions/rehome")
        .contains("./usr/share/zsh/vendor-completions/_rehome")
        .contains("./usr/share/fish/vendor_completions.d/rehome.fish")
        .contains("./usr/share/doc/rehome/guide.html")
        .contains("/agent/agent-");
    assertThat(Files.readString(made.resolve(Shell.run(made, "ls *.cdx.json").strip())))
        .contains(
            "\"CycloneDX\"",
            "pkg:maven/org.postgresql/postgresql@",
            "zstd-jni",
            "pkg:generic/openjdk@25");
    assertThat(said).contains("<title>Rehome: the guide</title>");
    Set<String> sections = found(said, " id=\"([^\"]+)");
    assertThat(sections).contains("redeployment", "stack-file", "exit-codes");
    assertThat(sections).containsAll(found(said, " href=\"#([^\"]+)"));
  }

  private static Set<String> found(String in, String pattern) {
    return Pattern.compile(pattern)
        .matcher(in)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }
}
