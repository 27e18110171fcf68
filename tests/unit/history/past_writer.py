"""A city's past made up from a seed and written with `git fast-import`: commits, trees, contents in many spellings."""

from __future__ import annotations

import copy
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FIRST = 1_790_000_000
AUTHORS = ("Voirie", "Espaces verts et nature", "Élodie Müller")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
STATUSES = ("submitted", "eligible", "under_study", "feasible", "on_ballot", "adopted", "in_progress")
VERDICTS = ("favourable", "conditional")
CRITERIA = ("cap", "foncier")
SERVICES = ("voirie", "espaces-verts", "finances", "culture")
WORDS = ("arbre", "place", "été", "fraîcheur", "école", "Straße", "banc", "œuvre", "l'eau", "« cour »", "yes", "1.50")
Data = dict[str, Any]


@dataclass
class Tree:
    """Files of a commit: bytes, or `link:<target>` / `module:<hash>` as text."""

    files: dict[str, bytes | str] = field(default_factory=dict)

    def copy(self) -> Tree:
        return Tree(dict(self.files))


class Past:
    """Writes commits; remembers, for each, nothing but its tree and its place."""

    def __init__(self, seed: int, target: Path, folder: str = "") -> None:
        self.random = random.Random(seed)
        self.target = target
        self.folder = folder
        self.out = bytearray()
        self.mark = 0
        self.time = FIRST
        self.trees: dict[int, Tree] = {}
        self.line: list[int] = []
        self.data: dict[str, Data] = {}
        self.born = 0

    # -- writing -------------------------------------------------------------------------------------------------

    def commit(self, tree: Tree, message: str, parents: list[int], branch: str = "main") -> int:
        self.mark += 1
        self.time += self.random.randrange(600, 90_000)
        who = f"{self.random.choice(AUTHORS)} <x@ville.example> {self.time} +0200"
        text = message.encode()
        head = f"commit refs/heads/{branch}\nmark :{self.mark}\nauthor {who}\ncommitter {who}\ndata {len(text)}\n"
        self.out += head.encode() + text + b"\n"
        for number, parent in enumerate(parents):
            self.out += f"{'merge' if number else 'from'} :{parent}\n".encode()
        self.out += b"deleteall\n"
        for path, content in sorted(tree.files.items()):
            name = self.quoted(self.folder + path)
            if isinstance(content, bytes):
                self.out += f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n"
            elif content.startswith("link:"):
                link = content.removeprefix("link:").encode()
                self.out += f"M 120000 inline {name}\ndata {len(link)}\n".encode() + link + b"\n"
            else:
                self.out += f"M 160000 {content.removeprefix('module:')} {name}\n".encode()
        self.trees[self.mark] = tree
        return self.mark

    @staticmethod
    def quoted(path: str) -> str:
        return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def finish(self) -> None:
        self.out += f"reset refs/heads/main\nfrom :{self.line[-1]}\n\ndone\n".encode()
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.target)], check=True)
        run = ["git", "-C", str(self.target)]
        subprocess.run([*run, "fast-import", "--quiet", "--done", "--force"], input=bytes(self.out), check=True)
        subprocess.run([*run, "reset", "-q", "--hard", "main"], check=True)

    # -- content -------------------------------------------------------------------------------------------------

    def words(self, least: int, most: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(least, most)))

    def born_project(self) -> tuple[str, Data]:
        self.born += 1
        key = "k" + "".join(self.random.choice(ALPHABET) for _ in range(6))
        data: Data = {
            "schema_version": 1,
            "key": key,
            "status": "submitted",
            "title": f"Idée {self.born} {self.words(1, 4)}",
            "description": self.words(5, 40),
            "theme": "nature",
            "scope": "city",
            "submission": {"received_on": "2027-01-02", "channel": "paper"},
            "holder": {"kind": "resident"},
        }
        return f"projects/2027/{self.slug()}-{key}.yml", data

    def slug(self) -> str:
        return self.random.choice(["verger", "île-aux-épis", "straße", "cour d'école", "été", 'a"b', "œuvre"])

    def edit(self, data: Data) -> None:
        """Change one field or one item of a project, any of them."""
        choose = self.random.choice
        parts: list[Callable[[], None]] = [
            lambda: data.update(status=choose(STATUSES)),
            lambda: data.update(estimated_cost=self.random.randrange(1000, 90_000)),
            lambda: data.update(title=self.words(1, 5)),
            lambda: data.update(description={"fr": self.words(3, 9), "de": self.words(3, 9)}),
            lambda: data.update(areas=self.random.sample(["centre", "neudorf", "meinau"], self.random.randrange(4))),
            lambda: data.update(location={"label": self.words(1, 2), "public_space": choose([True, False])}),
            lambda: self.forget(data),
        ]
        choose([*parts, *(lambda: self.study(data),) * 4, *(lambda: self.works(data),) * 2])()

    def forget(self, data: Data) -> None:
        for name in ("implementation", "study", "areas", "estimated_cost"):
            if self.random.random() < 0.3:
                data.pop(name, None)

    def study(self, data: Data) -> None:
        choose, study = self.random.choice, data.setdefault("study", {"opened_on": "2027-02-01"})
        cost = study.setdefault("cost", {"tax": "incl"})
        label = choose(["Arbres [3]", "A.B", "Fosse ~ 2", "Études"])
        choose(
            [
                lambda: self.item(study, "opinions", {"service": choose(SERVICES)}, "verdict", choose(VERDICTS)),
                lambda: self.item(study, "checklist", {"criterion": choose(CRITERIA)}, "answer", choose(["yes", "no"])),
                lambda: self.item(cost, "lines", {"label": label}, "amount", choose([5, 7, 9])),
            ]
        )()

    def works(self, data: Data) -> None:
        choose, day = self.random.choice, f"2028-0{self.random.randint(1, 9)}-01"
        works = data.setdefault("implementation", {"step": "studies"})
        if self.random.random() < 0.5:
            self.item(works, "milestones", {"id": choose(["debut", "fin"])}, "planned", day)
        else:
            outcome = {"date": day, "outcome": choose(["selected", "refused"])}
            self.item(data, "decisions", outcome, "reason", self.words(4, 9))

    def item(self, part: Data, name: str, key: Data, field_name: str, value: Any) -> None:
        items = part.setdefault(name, [])
        found = next((item for item in items if all(item[k] == v for k, v in key.items())), None)
        if found is not None and self.random.random() < 0.2:
            items.remove(found)
        elif found is not None:
            found[field_name] = value
        else:
            items.insert(self.random.randrange(len(items) + 1), {**key, field_name: value})

    def written(self, data: Data, *, odd: bool = False) -> bytes:
        """A project as YAML; `odd` shuffles its lists and chooses another order, width and manner of quoting."""
        data = copy.deepcopy(data)
        style: Data = {"allow_unicode": True, "sort_keys": False, "width": 100}
        if odd:
            for _, items in lists(data, ""):
                self.random.shuffle(items)
            style = self.random.choice(
                [
                    {"allow_unicode": False, "sort_keys": True, "width": 40},
                    {"allow_unicode": True, "default_flow_style": True, "width": 200},
                    {"allow_unicode": True, "indent": 4, "width": 60},
                ]
            )
        return yaml.safe_dump(data, **style).encode()


def lists(data: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """The keyed lists of a document."""
    if isinstance(data, dict):
        for name, value in data.items():
            where = f"{path}.{name}" if path else name
            if isinstance(value, list):
                yield where, value
                for item in value:
                    yield from lists(item, where)
            else:
                yield from lists(value, where)
