"""What counts as a change of what is known of an article, and why it came about."""

from __future__ import annotations

from msgspec.structs import replace

from generator.changes import ArticleState, Cause, Found, Said, SiteState, compare_states

POLE = Said(
    id="a1", source="Idris Pole", cue="said", content="the wall is safe", codings={"naming": "N5", "kind": "indirect"}
)
LIND = Said(id="a2", source="Vera Lind", cue="said", content="the ferry was late again that morning")
CUE1 = Found(code="CUE1", severity="note", quote="insisted", reason="“insisted” holds it at a distance.")
WALL = ArticleState(
    slug="wall",
    path="wall.md",
    title="The wall",
    text="t1",
    corrections="",
    attributions=(POLE, LIND),
    findings=(CUE1,),
)


def site(*articles: ArticleState, analysis: str = "1", rules: str = "1") -> SiteState:
    return SiteState(analysis=analysis, rules=rules, articles={article.slug: article for article in articles})


def test_the_same_is_no_change_whatever_analysed_it() -> None:
    assert compare_states(site(WALL), site(WALL, analysis="2", rules="2")) == ()


def test_an_attribution_is_the_same_by_its_id_and_its_codings_are_named() -> None:
    changed = replace(POLE, source="a man", codings={"naming": "N2", "kind": "indirect"})
    (change,) = compare_states(site(WALL), site(replace(WALL, text="t2", attributions=(changed, LIND))))
    assert (change.change, change.causes, change.findings) == ("changed", (Cause.EDIT,), ())
    (said,) = change.attributions
    assert (said.before, said.after, said.fields) == (POLE, changed, ("source", "naming"))


def test_a_content_that_was_edited_is_known_by_the_words_that_stayed() -> None:
    edited = replace(LIND, id="a3", content="the ferry was late again that evening")
    (change,) = compare_states(site(WALL), site(replace(WALL, text="t2", attributions=(POLE, edited))))
    (said,) = change.attributions
    assert (said.before, said.after, said.fields) == (LIND, edited, ("content",))


def test_another_content_is_another_attribution() -> None:
    other = replace(LIND, id="a3", content="nobody had asked for tickets")
    (change,) = compare_states(site(WALL), site(replace(WALL, text="t2", attributions=(POLE, other))))
    assert [(said.before, said.after) for said in change.attributions] == [(None, other), (LIND, None)]


def test_two_that_are_alike_go_to_the_liker() -> None:
    near = replace(LIND, id="b1", content="the ferry was late again that evening")
    nearer = replace(LIND, id="b2", content="the ferry was late again that very morning")
    (change,) = compare_states(site(WALL), site(replace(WALL, text="t2", attributions=(POLE, near, nearer))))
    assert [(said.before, said.after) for said in change.attributions] == [(None, near), (LIND, nearer)]


def test_findings_come_go_and_change_their_severity() -> None:
    louder = replace(CUE1, severity="error")
    (change,) = compare_states(site(WALL), site(replace(WALL, findings=(louder,)), rules="2"))
    assert change.causes == (Cause.RULES,)
    assert [(found.fields, found.after) for found in change.findings] == [(("severity",), louder)]
    (change,) = compare_states(site(WALL), site(replace(WALL, findings=()), rules="2"))
    assert [(found.before, found.after) for found in change.findings] == [(CUE1, None)]
    two = replace(WALL, findings=(CUE1, CUE1))
    (change,) = compare_states(site(WALL), site(two))
    assert [(found.before, found.after) for found in change.findings] == [(None, CUE1)]


def test_the_causes_are_told_apart() -> None:
    corrected = replace(WALL, corrections="c", attributions=(replace(POLE, reviewed="accept by Maud Ferris"), LIND))
    (change,) = compare_states(site(WALL), site(corrected))
    assert (change.causes, change.attributions[0].fields) == ((Cause.CORRECTION,), ("reviewed",))
    found = replace(WALL, attributions=(POLE,))
    (change,) = compare_states(site(WALL), site(found, analysis="2"))
    assert change.causes == (Cause.ANALYSIS,)


def test_an_edit_that_changes_nothing_is_still_told() -> None:
    (change,) = compare_states(site(WALL), site(replace(WALL, text="t2"), analysis="2"))
    assert (change.causes, change.attributions, change.findings) == ((Cause.EDIT,), (), ())


def test_articles_come_and_go_and_keep_their_past_when_their_slug_changes() -> None:
    moved = replace(WALL, slug="east-wall", attributions=(POLE,))
    (change,) = compare_states(site(WALL), site(moved, analysis="2"))
    assert (change.slug, change.change) == ("east-wall", "changed")
    other = replace(WALL, slug="mill", path="mill.md")
    changes = compare_states(site(WALL), site(other))
    assert [(change.slug, change.change, change.counts) for change in changes] == [
        ("mill", "added", (2, 1)),
        ("wall", "removed", (2, 1)),
    ]
