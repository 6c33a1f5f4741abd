"""Factories nobody wrote: any that an edition allows to be reported, for what must hold of all of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from lceval_docs.model.answer import Question
from lceval_docs.model.case import (
    Answer,
    DataEntry,
    DirectSource,
    ElectricitySource,
    Evidence,
    Factory,
    FuelSource,
    GasSource,
    HeatSource,
    InventoryData,
    Measured,
    Output,
    ProcessSource,
    Source,
)
from lceval_docs.model.origin import Given, Told
from lceval_docs.model.standard import Standard
from lceval_docs.views.question import PROFILE, SELF_ASSESSMENT, view_questions

# What people type, and what breaks careless writers: quotes, colons, angle brackets, braces, spaces inside, emoji.
_ODD = st.sampled_from(
    ["#1 线：“净”", "a: b", "<&>", "{{ 7*7 }}", "- 一", "'x'", '"y"', "50%", "@厂", "=1+1", "😀", "[a, b]"]
)
_WORD = st.text(st.characters(categories=("L", "N"), max_codepoint=0x9FFF), min_size=1, max_size=12)
TEXT = st.one_of(_WORD, _ODD, st.builds("{} {}".format, _WORD, _ODD))
LONG = st.one_of(TEXT, st.builds("{}\n{}".format, TEXT, TEXT))
AMOUNT = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False).map(lambda d: Decimal(f"{d:f}"))
EVIDENCE_IDS = ("E-01", "E-02", "E-03")
WORDS = st.lists(st.sampled_from(EVIDENCE_IDS), unique=True, max_size=3).map(tuple)


def factories(standard: Standard) -> st.SearchStrategy[Factory]:
    """Factories of an edition."""
    return st.integers(2015, 2022).flatmap(
        lambda base: st.integers(base, base + 3).flatmap(lambda last: _of(standard, base, last))
    )


def _of(standard: Standard, base: int, last: int) -> st.SearchStrategy[Factory]:
    asked = view_questions(standard)
    profile = asked.table(PROFILE)
    keys = list(profile.rows) if profile else []
    years = st.integers(base, last)
    sources = st.lists(_source(standard, years), max_size=5).map(_numbered)
    return st.builds(
        Factory,
        edition=st.just(standard.identity.edition),
        notice=st.one_of(st.just(""), LONG),
        name=TEXT,
        profile=st.fixed_dictionaries({}, optional={r.id: _profile(r.questions["value"]) for r in keys}),
        evaluation_year=st.just(last),
        base_year=st.just(base),
        output=st.builds(Output, name=TEXT, unit=st.just(standard.data_groups[0].items[0].units[0])),
        inventory=st.builds(
            InventoryData,
            boundary=LONG,
            fuel_set=st.sampled_from([s.id for s in standard.factors.fuel_sets]),
            gwp=st.sampled_from(standard.factors.warming_potentials.editions),
            region=st.sampled_from([r for y in standard.factors.electricity.years for r in y.values]),
            sources=sources,
        ),
        data=_data(standard, years),
        prerequisites=st.fixed_dictionaries(
            {}, optional={p.id: _prerequisite(p.may_not_apply) for p in standard.grading.prerequisites}
        ),
        self_assessment=st.fixed_dictionaries(
            {}, optional={i.id: _indicator(standard, i.id) for i in standard.indicators}
        ),
        evidence=st.just(EVIDENCE_IDS).flatmap(lambda ids: st.tuples(*(_evidence(id) for id in ids))),
    )


def _profile(question: Question) -> st.SearchStrategy[str]:
    if question.choices:
        return st.sampled_from([code for code, _ in question.choices])
    if question.type == "date":
        return st.dates().map(str)
    if question.type == "number":
        return AMOUNT.map(str)
    return LONG if question.type == "long_text" else TEXT


def _amounts(years: st.SearchStrategy[int]) -> st.SearchStrategy[dict[int, Given]]:
    return st.dictionaries(years, st.builds(Given, AMOUNT), min_size=1, max_size=3)


def _measured() -> st.SearchStrategy[dict[str, Measured] | None]:
    value = st.builds(Measured, value=AMOUNT, unit=st.just("GJ/t"), source=TEXT, evidence=WORDS)
    return st.one_of(
        st.none(), st.dictionaries(st.sampled_from(["ncv", "carbon", "density"]), value, min_size=1, max_size=2)
    )


def _source(standard: Standard, years: st.SearchStrategy[int]) -> st.SearchStrategy[Source]:
    factors = standard.factors
    common = {
        "id": st.just(""),
        "name": TEXT,
        "unit": st.just("t"),
        "amounts": _amounts(years),
        "evidence": WORDS,
        "note": st.one_of(st.just(""), LONG),
    }
    fuels = [f.id for s in factors.fuel_sets for f in s.fuels]
    gases = [g.id for g in factors.warming_potentials.gases]
    substances = [s.id for s in factors.carbonates.substances]
    supplies = ["grid", "green_power", "certificate", "direct_line", "own_renewable", "own_fossil", "exported"]
    kinds: list[st.SearchStrategy[Source]] = [
        st.builds(
            FuelSource,
            **common,
            kind=st.just("fuel"),
            fuel=st.sampled_from(fuels),
            scope=st.sampled_from(["1", "3"]),
            measured=_measured(),
        ),
        st.builds(
            ElectricitySource,
            **common,
            kind=st.just("electricity"),
            supply=st.sampled_from(supplies),
            region=st.one_of(st.just(""), TEXT),
            factor_year=st.one_of(st.none(), st.integers(2015, 2023)),
            reason=st.one_of(st.just(""), TEXT),
            measured=_measured(),
        ),
        st.builds(
            HeatSource,
            **common,
            kind=st.just("heat"),
            supply=st.sampled_from(["purchased", "exported"]),
            enthalpy=st.one_of(st.none(), AMOUNT),
            measured=_measured(),
        ),
    ]
    if substances:
        kinds.append(
            st.builds(
                ProcessSource,
                **common,
                kind=st.just("process"),
                substance=st.sampled_from(substances),
                purity=AMOUNT,
                measured=_measured(),
            )
        )
    if gases:
        kinds.append(st.builds(GasSource, **common, kind=st.just("gas"), gas=st.sampled_from(gases)))
        kinds.append(
            st.builds(
                DirectSource,
                **common,
                kind=st.just("direct"),
                role=st.sampled_from(["emitted", "biogenic", "recovered"]),
                gas=st.sampled_from(gases),
                origin=TEXT,
            )
        )
    return st.one_of(kinds)


def _numbered(sources: list[Source]) -> tuple[Source, ...]:
    from dataclasses import replace

    return tuple(replace(source, id=f"S{number:02}") for number, source in enumerate(sources, 1))


def _data(standard: Standard, years: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, DataEntry]]:
    def entry(id: str) -> st.SearchStrategy[DataEntry]:
        item = standard.data_items[id]
        common = {"evidence": WORDS, "note": st.one_of(st.just(""), LONG)}
        if item.type == "table":
            cell = {
                c.id: st.sampled_from(["true", "false"])
                if c.type == "yes_no"
                else st.sampled_from(c.choices)
                if c.choices
                else AMOUNT.map(str)
                if c.type == "number"
                else TEXT
                for c in item.columns
            }
            row = st.fixed_dictionaries({id: text.map(Told) for id, text in cell.items()})
            return st.builds(
                DataEntry,
                rows=st.dictionaries(years, st.lists(row, max_size=3).map(tuple), min_size=1, max_size=2),
                **common,
            )
        unit = st.sampled_from(item.units) if item.units[0] not in standard.stand_ins else st.just("t")
        return st.builds(DataEntry, unit=unit, values=_amounts(years), **common)

    return st.fixed_dictionaries({}, optional={id: entry(id) for id in standard.data_items})


def _prerequisite(may_not_apply: bool) -> st.SearchStrategy[Answer]:
    reason = st.one_of(st.just(""), LONG) if may_not_apply else st.just("")
    return st.builds(
        Answer, met=st.booleans(), not_applicable=reason, note=st.one_of(st.just(""), LONG), evidence=WORDS
    )


def _indicator(standard: Standard, id: str) -> st.SearchStrategy[Answer]:
    table = view_questions(standard).table(SELF_ASSESSMENT)
    row = next(r for r in table.rows if r.id == id) if table else None
    question = row.questions["answer"] if row else None
    chosen = st.sampled_from([code for code, _ in question.choices]) if question and question.choices else st.just("")
    reason = st.just("") if row and "not_applicable" in row.closed else st.one_of(st.just(""), LONG)

    def answer(code: str, reason: str, note: str, evidence: tuple[str, ...]) -> Answer:
        name, _, value = code.partition(":")
        more = {"level": value} if name == "level" else {"met": value == "true"} if name == "met" else {}
        return Answer(not_applicable=reason, note=note, evidence=evidence, **more)

    return st.builds(answer, chosen, reason, st.just("有").flatmap(lambda _: LONG), WORDS)


def _evidence(id: str) -> st.SearchStrategy[Evidence]:
    optional = st.one_of(st.just(""), TEXT)
    return st.builds(
        Evidence, id=st.just(id), name=TEXT, file=optional, period=optional, note=st.one_of(st.just(""), LONG)
    )
