"""Requirements: one at a time, in one voice, and such that they can be verified. Source: GB/T 1.1—2020, Annex C.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lceval_docs.checks.gbt.modality import Modal, modals
from lceval_docs.checks.gbt.passage import REFERENCE, Sentence, Text
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Problem

WISH = Rule(
    "MV03",
    '"{found}" weakens a requirement.',
    "Write 宜 for 应, or require something definite.",
    clause="附录C.1",
    severity="warning",
    bad="工厂应尽量减少重复填报。",
    good="工厂宜尽量减少重复填报。",
)
USUALLY = Rule(
    "MV04",
    '"{found}" with 应: a requirement that holds as a rule is a recommendation.',
    "Write 宜, or say when it does not hold.",
    clause="附录C.1",
    severity="warning",
    bad="现场评价原则上应在一日内完成。",
    good="现场评价宜在一日内完成。",
)
DOUBLE = Rule(
    "MV16",
    'two verbs make this clause: "{found}".',
    "Keep one of them: 应 requires, 宜 recommends, 可 permits.",
    clause="附录C",
    bad="工厂应宜建立台账。",
    good="工厂宜建立台账。",
)
VAGUE = Rule(
    "MV09",
    'the vague word "{found}" in a requirement.',
    "Give a number, a time limit or a condition that can be verified.",
    clause="附录C.1",
    severity="warning",
    bad="工厂应及时更新台账。",
    good="工厂应在每月5日之前更新台账。",
)
UNVERIFIED = Rule(
    "MV10",
    'nothing here shows how "{found}" is verified: no number, no method, no reference.',
    "Cite the clause or document by which it is judged, or state a property that can be tested.",
    clause="附录C.1",
    severity="info",
    bad="评价报告应客观。",
    good="评价报告应客观，且内容符合GB/T 1的规定。",
)
SEVERAL = Rule(
    "MV11",
    "the sentence makes {found} requirements.",
    "Make a sentence of each, or a list.",
    severity="info",
    bad="茶馆应备有杯，杯应有柄。",
    good="茶馆应备有杯。杯应有柄。",
)

_PIECE = re.compile(r"[^，：]+")
_WISH = re.compile(
    r"(?P<always>尽可能|尽量(?!程)|慎重)"
    r"|(?:充分|优先|综合|统筹|重点|全面)?考虑(?!的|到|因素|事项|范围|在内|边界)|(?<![以来而施法并程于为可])避免(?![^，]{0,10}的[措方])"
)
_USUALLY = re.compile(
    r"(?:(?P<word>通常|原则上)(?:情况下|而言|来说)?，?[^，。；：的]{0,12}?"
    r"|(?P<common>一般(?:情况下|而言|来说|地))，?[^，。；：的]{0,12}?|(?P<bare>一般)[都均也]?)(?=不?应)"
)
_USUALLY_AFTER = re.compile(
    r"应(?P<word>通常|原则上|一般(?![工性固规要废污纳排项缺事化企生公建]|常|地区|单位|人员|资料|信息))"
)
_VAGUE = re.compile(
    r"足够|适当(?!性)|较好|较为|合理(?!性|化)|及时(?!性|率)|适时|尽快"
    r"|相关(?!性|系数|方|联|度|分析|矩阵)|有效(?!期|数|位|版|性|证|凭|身|文件|载|值|成分|面|容|热|的|样|工作|评|利用|[，。；、）且并和或]|$)"
)
_IF_NEEDED = re.compile(r"必要时")
_QUALITY = re.compile(
    r"应(?:当|该)?(?:保证|确保|做到|保持|具有|具备)?(?:良好|先进|客观|公正|真实|完整|准确|可靠|科学|清晰|美观|牢固|坚固|方便|便捷|整洁|安全|合理|适宜|齐全|清楚)"
    r"(?![\u4e00-\u9fff])"
)
_VERIFIER = re.compile(rf"\d|{REFERENCE}|(?:GB|ISO|IEC|DB|HJ)|[按依照]|对照|证明|承诺|见(?=[表图附第])")
_TWO = re.compile(r"不应不(?!锈|同|间断|等|锈钢)|应(?:必须|务必|须(?!知)|不得|禁止|严禁|允许(?!的))|必须应")


def _required(text: Text) -> Iterator[tuple[Sentence, tuple[Modal, ...]]]:
    """The sentences that require something, with their verbs."""
    for sentence in text.sentences:
        if sentence.passage.is_normative:
            verbs = modals(sentence.text)
            if any(v.kind == "requirement" for v in verbs):
                yield sentence, verbs


def _verb_before(verbs: tuple[Modal, ...], at: int) -> Modal | None:
    """The last verb before a place: it governs what stands there."""
    before = [v for v in verbs if v.start < at]
    return before[-1] if before else None


def _requires(verb: Modal | None) -> bool:
    return verb is not None and verb.kind == "requirement"


def check_wishes(text: Text) -> Iterator[Problem]:
    """尽可能, 尽量, 考虑, 避免 and 慎重 do not stand with 应 in one clause."""
    for sentence, verbs in _required(text):
        for piece in _PIECE.finditer(said(sentence.text)):
            inside = tuple(v for v in verbs if piece.start() <= v.start < piece.end())
            for match in _WISH.finditer(piece[0]):
                at = piece.start() + match.start()
                verb = _verb_before(inside, at) or (inside[0] if inside and match["always"] else None)
                if _requires(verb):
                    yield WISH.at(sentence.at(match[0], at), found=match[0])


def check_usually(text: Text) -> Iterator[Problem]:
    """通常, 一般 and 原则上 do not stand with 应."""
    for sentence, verbs in _required(text):
        places = {v.start for v in verbs if v.kind == "requirement"}
        own = said(sentence.text)
        for match in _USUALLY.finditer(own):
            if match.end() in places:
                word = match["word"] or match["common"] or match["bare"]
                yield USUALLY.at(sentence.at(word, match.start()), found=word)
        for match in _USUALLY_AFTER.finditer(own):
            if places & {match.start(), match.start() - 1}:
                yield USUALLY.at(sentence.at(match["word"], match.start("word")), found=match["word"])


def check_double(text: Text) -> Iterator[Problem]:
    """A clause has one verb: 应, 宜 and 可 do not stand side by side."""
    for sentence, verbs in _required(text):
        places = {v.start for v in verbs if v.kind == "requirement"}
        for first, second in pairwise(verbs):
            pair = {first.kind, second.kind}
            joined = first.start + len(first.words) == second.start
            if joined and "requirement" in pair and (pair & {"recommendation"} or second.words in ("可以", "不必")):
                found = first.words + second.words
                yield DOUBLE.at(sentence.at(found, first.start), found=found)
        for match in _TWO.finditer(said(sentence.text)):
            if any(match.start() <= place < match.end() for place in places):
                yield DOUBLE.at(sentence.at(match[0], match.start()), found=match[0])


def check_vague(text: Text) -> Iterator[Problem]:
    """A requirement says how much and when, so that two readers judge alike."""
    for sentence, verbs in _required(text):
        own = said(sentence.text)
        for match in _VAGUE.finditer(own):
            if _requires(_verb_before(verbs, match.start())):
                yield VAGUE.at(sentence.at(match[0], match.start()), found=match[0])
        for match in _IF_NEEDED.finditer(own):
            after = next((v for v in verbs if v.start > match.start()), None) or _verb_before(verbs, match.start())
            if _requires(after):
                yield VAGUE.at(sentence.at(match[0], match.start()), found=match[0])


@lru_cache(maxsize=2_000)
def _is_verifiable(passage: str) -> bool:
    """Whether a passage names a number, a method or a document."""
    return _VERIFIER.search(passage) is not None


def check_verifiable(text: Text) -> Iterator[Problem]:
    """A property that is required is one that can be verified. What stands in data has its measure and evidence there."""
    for sentence, verbs in _required(text):
        if sentence.passage.role == "data" or _is_verifiable(sentence.passage.text):
            continue
        places = {v.start for v in verbs if v.kind == "requirement"}
        for match in _QUALITY.finditer(said(sentence.text)):
            if match.start() in places:
                yield UNVERIFIED.at(sentence.at(match[0], match.start()), found=match[0])


def check_several(text: Text) -> Iterator[Problem]:
    """A sentence makes one requirement."""
    for sentence, verbs in _required(text):
        required = [v for v in verbs if v.kind == "requirement"]
        if len(required) > 1:
            second = required[1]
            yield SEVERAL.at(sentence.at(second.words, second.start), found=len(required))


CHECKS = (check_wishes, check_usually, check_double, check_vague, check_verifiable, check_several)
