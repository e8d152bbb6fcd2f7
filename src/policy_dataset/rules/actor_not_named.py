"""An actor of a measure is named nowhere near the measure's evidence.

Looked for are all names of the actor, in the article from its beginning to the end of the paragraph that holds the
evidence. Where other words stand for it (a conference of the body, 东中西部), evidence of `actors` shows them. Judged
where the text is at hand.
"""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    if not tables.page.texts:
        return
    names = tables.printed_names("actors")
    owners = set(tables.column("measure_actors", "measure_id", records=True))
    near = {owner: tables.text_near("measures", owner, shown_by="actors") for owner in owners}
    pairs = zip(
        tables.column("measure_actors", "measure_id", records=True),
        tables.column("measure_actors", "actor_id", records=True),
        strict=True,
    )
    for row, (measure, actor) in enumerate(pairs):
        text = near[measure]
        if text is not None and actor in names and not any(name in text for name in names[actor]):
            yield Finding("measure_actors", row, "actor_id", {"name": names[actor][0]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "actors",
        "measure_actors",
        "measures",
    ),
    message="{name} is named neither at the evidence of {measure_id} nor earlier in the article",
    hint="Anchor the words that name it under `evidence: actors:`, add its printed name to `variants_zh`, or mend the actor.",
)
