package dev.rehome.readiness;

import dev.rehome.failure.FailureException;
import dev.rehome.stack.Reference;
import dev.rehome.stack.References;
import dev.rehome.stack.Stack;
import dev.rehome.stack.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether every reference of what is run on the stack that runs leads to something there. */
public record ReferenceLook(Stack stack, References standing) {
  public Findings look() {
    var known = new HashMap<Reference, Optional<String>>();
    return Findings.all(
        new StackTexts(stack)
            .ofWork()
            .filter(text -> text.use().ofOld())
            .map(text -> look(text, known)));
  }

  private Findings look(StackTexts.Text text, Map<Reference, Optional<String>> known) {
    return Findings.problems(
        text.template().references().stream()
            .flatMap(each -> known.computeIfAbsent(each, it -> missing(it, standing)).stream())
            .map(why -> text.where() + ": " + why)
            .toList());
  }

  /** Why a reference leads to nothing, if so. */
  static Optional<String> missing(Reference reference, References values) {
    try {
      values.value(reference);
      return Optional.empty();
    } catch (References.UnresolvedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (FailureException e) {
      return Optional.of(reference + ": " + e.failure().whatHappened());
    }
  }

  /** Whether all of a text's references lead to something. */
  static boolean resolves(Template template, References values) {
    return template.references().stream().allMatch(each -> missing(each, values).isEmpty());
  }
}
