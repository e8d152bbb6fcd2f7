"""How fast running text is scanned, beside other readers of Chinese numbers and dates.

    python benchmarks/notation.py ../shared/corpora/provincial_reports [--rounds 5] [--peers PYTHON]

Every reader gets the same texts, each once a pass, one process, one thread; caches are emptied before every cold pass,
and no text is repeated, so that a warm pass only knows the mentions that the texts have in common. Peers run in the
interpreter that `--peers` names (an environment with cn2an, jionlp and recognizers-text-suite), on the whole corpus
or, where that would take minutes, on as many whole texts as fit the time; what they read is printed with the speed.
Processor seconds are counted, not the clock, so that other work on the machine weighs less.
"""

# ruff: noqa: PLC0415 - each reader is imported where it is measured, peers in another interpreter
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

REFERENCE = date(2026, 2, 5)
PEER_SECONDS = 30.0
Reader = Callable[[str], int]


def texts_of(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def passed(read: Reader, texts: list[str], limit: float | None = None) -> tuple[float, int, int]:
    """Return seconds, characters and mentions of one pass."""
    started, characters, mentions = time.process_time(), 0, 0
    for text in texts:
        mentions += read(text)
        characters += len(text)
        if limit is not None and time.process_time() - started > limit:
            break
    return time.process_time() - started, characters, mentions


def report(name: str, what: str, seconds: float, characters: int, mentions: int) -> float:
    speed = characters / seconds
    print(
        f"{name:<28} {what:<34} {characters:>8} chars {mentions:>6} mentions {seconds:>8.3f} s"
        f" {speed / 1e6:>8.3f} M chars/s {mentions / seconds:>9.0f} mentions/s"
    )
    return speed


def ours(texts: list[str], rounds: int) -> float:
    from policy_dataset.notation import scan
    from policy_dataset.notation.readings import clear_caches

    def read(text: str) -> int:
        return sum(1 for _ in scan(text, reference=REFERENCE))

    read("2025年第一批3个“三农”项目今年增长5%，翻一番，多家，（一）3、4百元")  # compiles the patterns
    colds, warms = [], []
    for _ in range(rounds):
        clear_caches()
        colds.append(passed(read, texts))
        warms.append(passed(read, texts))
    cold = report("policy_dataset, cold", "spans, kinds, values, units, EDTF", *min(colds))
    report("policy_dataset, warm", "the same", *min(warms))
    clear_caches()
    small = [text[at : at + 400] for text in texts for at in range(0, len(text), 400)]
    report("policy_dataset, by 400", "the same, many small texts", *passed(read, small))
    return cold


def peer_cn2an() -> tuple[str, Reader]:
    import cn2an

    return "numbers in text, no spans", lambda text: len(cn2an.transform(text, "cn2an")) and 0


def peer_jionlp_time() -> tuple[str, Reader]:
    import jionlp

    now = time.mktime(datetime(2026, 2, 5).timetuple())  # noqa: DTZ001 - jionlp takes local seconds
    return "dates with spans, resolved", lambda text: len(
        jionlp.ner.extract_time(text, time_base=now, with_parsing=True)
    )


def peer_jionlp_money() -> tuple[str, Reader]:
    import jionlp

    return "amounts of money with spans", lambda text: len(jionlp.ner.extract_money(text, with_parsing=True))


def peer_recognizers_number() -> tuple[str, Reader]:
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return "numbers with spans, no units", lambda text: len(model.parse(text))


def peer_recognizers_dimension() -> tuple[str, Reader]:
    from recognizers_number_with_unit import Culture, NumberWithUnitRecognizer

    model = NumberWithUnitRecognizer(Culture.Chinese).get_dimension_model()
    return "quantities with some units", lambda text: len(model.parse(text))


def peer_recognizers_dates() -> tuple[str, Reader]:
    from recognizers_date_time import Culture, DateTimeRecognizer

    model = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    now = datetime(2026, 2, 5)  # noqa: DTZ001 - the peer takes a naive time
    return "dates with spans, resolved", lambda text: len(model.parse(text, now))


PEERS: dict[str, Callable[[], tuple[str, Reader]]] = {
    "cn2an": peer_cn2an,
    "jionlp time": peer_jionlp_time,
    "jionlp money": peer_jionlp_money,
    "recognizers number": peer_recognizers_number,
    "recognizers dimension": peer_recognizers_dimension,
    "recognizers dates": peer_recognizers_dates,
}


def run_peer(name: str, texts: list[str]) -> None:
    """Run one peer in this interpreter and print its numbers as JSON on the last line."""
    what, read = PEERS[name]()
    read("2025年3个，增长5%")
    seconds, characters, mentions = passed(read, texts, PEER_SECONDS)
    print(json.dumps({"what": what, "pass": [seconds, characters, mentions]}))


def peers(python: str, folder: Path) -> None:
    for name in PEERS:
        done = subprocess.run(
            [python, __file__, str(folder), "--peer", name], capture_output=True, text=True, check=False
        )
        try:
            told = json.loads(done.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            print(f"{name:<28} not run: {(done.stderr.strip().splitlines() or ['no output'])[-1][:120]}")
            continue
        report(name, told["what"], *told["pass"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", help="interpreter of an environment that has the peers")
    parser.add_argument("--peer", choices=sorted(PEERS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    texts = texts_of(arguments.folder)
    if not texts:
        sys.exit(f"no .txt file in {arguments.folder}")
    if arguments.peer:
        run_peer(arguments.peer, texts)
        return
    ours(texts, arguments.rounds)
    if arguments.peers:
        peers(arguments.peers, arguments.folder)


if __name__ == "__main__":
    main()
