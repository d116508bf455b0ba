package dev.rehome.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The guide as one page that needs nothing else. Arguments: the folder of the documents, and the
 * file to write.
 */
final class GuidePage {
  /** In the order in which somebody who is new reads them. */
  private static final List<String> CHAPTERS =
      List.of(
          "guide/redeployment",
          "guide/stack-file",
          "guide/hosts",
          "guide/google-cloud",
          "guide/from-the-runbook",
          "guide/repository",
          "guide/smoke-test",
          "guide/exit-codes",
          "recover-by-hand");

  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final Pattern DOCUMENT = Pattern.compile("(?:.*/)?([a-z-]+)\\.md(#.*)?");

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 52rem; padding: 1rem; color: #1c2b26; background: #fff }
      nav { border-bottom: 1px solid #ccd5d0; padding-bottom: 1rem } nav a { margin-right: 1rem }
      a { color: #1f6f50 } h1 { margin-top: 3rem } pre, code { background: #f2f5f3; font-size: 14px }
      pre { padding: .8rem; overflow-x: auto } table { border-collapse: collapse; display: block; overflow-x: auto }
      td, th { border: 1px solid #ccd5d0; padding: .3rem .6rem; text-align: left; vertical-align: top }
      @media (prefers-color-scheme: dark) { body { background: #14201b; color: #dfe8e3 } a { color: #7fd1ab } pre, code { background: #1e2d27 } }
      """;

  private GuidePage() {}

  public static void main(String[] arguments) throws IOException {
    Path documents = Path.of(arguments[0]);
    var navigation = new StringBuilder();
    var body = new StringBuilder();
    for (String chapter : CHAPTERS) {
      Node document = PARSER.parse(Files.readString(documents.resolve(chapter + ".md")));
      String name = name(chapter);
      navigation.append("<a href=\"#%s\">%s</a>%n".formatted(name, title(document)));
      body.append("<section id=\"%s\">%n%s</section>%n".formatted(name, html(document, name)));
    }
    Files.writeString(
        Path.of(arguments[1]),
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Rehome: the guide</title><style>%s</style></head>
        <body><nav>%s</nav>%s</body></html>
        """
            .formatted(STYLE, navigation, body));
  }

  private static String name(String chapter) {
    return chapter.replaceFirst(".*/", "");
  }

  private static String title(Node document) {
    return document.getFirstChild() instanceof Heading heading ? plain(heading) : "";
  }

  private static String html(Node document, String chapter) {
    document.accept(new ToSections(chapter));
    return HtmlRenderer.builder()
        .extensions(TABLES)
        .attributeProviderFactory(
            context ->
                (node, tag, attributes) -> {
                  if (node instanceof Heading heading && heading.getLevel() > 1) {
                    attributes.put("id", chapter + "-" + anchor(plain(heading)));
                  }
                })
        .build()
        .render(document);
  }

  /** As the place where the documents are usually read makes anchors of headings. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private static String plain(Node node) {
    var text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(org.commonmark.node.Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /** Links between documents become links between sections; what is not on the page, text. */
  private static final class ToSections extends AbstractVisitor {
    private final String chapter;

    ToSections(String chapter) {
      this.chapter = chapter;
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String to = link.getDestination();
      Matcher document = DOCUMENT.matcher(to);
      if (to.startsWith("#")) {
        link.setDestination("#" + chapter + "-" + to.substring(1));
      } else if (document.matches() && isChapter(document.group(1))) {
        String section = document.group(2) == null ? "" : "-" + document.group(2).substring(1);
        link.setDestination("#" + document.group(1) + section);
      } else if (!to.contains("://")) {
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
          link.insertBefore(child);
        }
        link.unlink();
      }
    }

    private static boolean isChapter(String name) {
      return CHAPTERS.stream().anyMatch(each -> name(each).equals(name));
    }
  }
}
