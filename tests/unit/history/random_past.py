"""A city's past made up from a seed, written with `git fast-import`, and what plain git says of it, commit by commit.

The second half knows nothing of our replay: it reads whole trees of the first-parent line and compares them as flat
lists of fields.
"""

from __future__ import annotations

import copy
import random
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from aubette.load.yaml_text import parse

FIRST = 1_790_000_000
AUTHORS = ("Voirie", "Espaces verts et nature", "Élodie Müller")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
STATUSES = ("submitted", "eligible", "under_study", "feasible", "on_ballot", "adopted", "in_progress")
SERVICES = ("voirie", "espaces-verts", "finances", "culture")
WORDS = ("arbre", "place", "été", "fraîcheur", "école", "Straße", "banc", "œuvre", "l'eau", "« cour »", "yes", "1.50")
KEYS = {
    "study.opinions": ("service",),
    "study.checklist": ("criterion",),
    "study.cost.lines": ("label",),
    "implementation.milestones": ("id",),
    "implementation.updates": ("date", "service"),
    "decisions": ("date", "outcome"),
}
TEXTS = ("title", "summary", "description", "comment", "text", "reason")
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
        choose = self.random.choice
        study = data.setdefault("study", {"opened_on": "2027-02-01"}) if self.random.random() < 0.5 else {}
        act = self.random.randrange(12)
        if act == 0:
            data["status"] = choose(STATUSES)
        elif act == 1:
            data["estimated_cost"] = self.random.randrange(1000, 90_000)
        elif act == 2:
            data["title"] = self.words(1, 5)
        elif act == 3:
            data["description"] = {"fr": self.words(3, 9), "de": self.words(3, 9)}
        elif act == 4:
            data["areas"] = self.random.sample(["centre", "neudorf", "meinau", "neuhof"], self.random.randrange(4))
        elif act == 5:
            self.item(study, "opinions", {"service": choose(SERVICES)}, "verdict", choose(["favourable", "conditional"]))
        elif act == 6:
            self.item(study, "checklist", {"criterion": choose(["cap", "foncier"])}, "answer", choose(["yes", "no"]))
        elif act == 7:
            label = choose(["Arbres [3]", "A.B", "Fosse ~ 2", "Études"])
            self.item(study.setdefault("cost", {"tax": "incl"}), "lines", {"label": label}, "amount", choose([5, 7, 9]))
        elif act == 8:
            works = data.setdefault("implementation", {"step": "studies"})
            self.item(works, "milestones", {"id": choose(["debut", "fin"])}, "planned", f"2028-0{choose('123456789')}-01")
        elif act == 9:
            for name in ("implementation", "study", "areas", "estimated_cost"):
                if self.random.random() < 0.3:
                    data.pop(name, None)
        elif act == 10:
            when = f"2027-0{choose('123456789')}-0{choose('123456789')}"
            self.item(data, "decisions", {"date": when, "outcome": choose(["selected", "refused"])}, "reason", self.words(4, 9))
        else:
            data["location"] = {"label": self.words(1, 2), "latitude": choose([48, 49]), "public_space": choose([True, False])}

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
        data = copy.deepcopy(data)
        if not odd:
            return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100).encode()
        for _, items in lists(data, ""):
            self.random.shuffle(items)
        style = self.random.choice(["plain", "sorted", "flow", "quoted"])
        return yaml.safe_dump(
            data,
            allow_unicode=style != "sorted",
            sort_keys=style == "sorted",
            width=self.random.choice([40, 200]),
            default_flow_style=style == "flow",
            default_style='"' if style == "quoted" else None,
        ).encode() if style != "quoted" else yaml.safe_dump(data, allow_unicode=True, indent=4, width=60).encode()


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


# -- a life ------------------------------------------------------------------------------------------------------


def live(past: Past, commits: int) -> None:
    """Give a city a life of about so many commits: every act that a repository of many hands knows."""
    choose, tree = past.random.choice, Tree({"site_config/city.yml": b"name: x\n"})
    paths: dict[str, str] = {}
    states: dict[str, Data] = {}

    def save(message: str, *others: int) -> None:
        parents = [past.line[-1]] if past.line else []
        past.line.append(past.commit(tree.copy(), message, [*parents, *others]))

    def add() -> str:
        path, data = past.born_project()
        paths[path], states[path] = data["key"], data
        tree.files[path] = past.written(data)
        return path

    for _ in range(6):
        add()
    save("Premières idées (#1)")
    number = 1
    while len(past.trees) < commits:
        number += 1
        alive = sorted(path for path in paths if isinstance(tree.files.get(path), bytes))
        path = choose(alive)
        act = past.random.randrange(17)
        if act <= 3:
            past.edit(states[path])
            tree.files[path] = past.written(states[path])
            save(f"Un champ (#{number})")
        elif act == 4:
            add()
            save(f"Une idée (#{number})")
        elif act == 5:  # a branch of several commits, merged; sometimes the merge says more than the branch
            side = [past.line[-1]]
            for _ in range(past.random.randint(1, 3)):
                past.edit(states[path])
                tree.files[path] = past.written(states[path])
                side.append(past.commit(tree.copy(), "travail (#99999)", [side[-1]], "side"))
            if past.random.random() < 0.3:
                past.edit(states[path])
                tree.files[path] = past.written(states[path])
            if past.random.random() < 0.5:
                save(f"Merge pull request #{number} from ville/branche", side[-1])
            else:
                save(f"Merge branch 'x' into 'main'\n\nUn titre\n\nSee merge request ville/bp!{number}", side[-1])
        elif act in (6, 7):  # a rename, with or without an edit
            data = states.pop(path)
            key = paths.pop(path)
            content = tree.files.pop(path)
            new = f"projects/{choose(['2027', '2028', 'édition'])}/{past.slug()}-{number}-{key}.yml"
            if act == 7:
                past.edit(data)
                content = past.written(data)
            paths[new], states[new], tree.files[new] = key, data, content
            save(f"Déplacé (#{number})")
        elif act == 8:
            for one in alive:
                tree.files[one] = past.written(states[one], odd=True)
            save(f"Mise en forme (#{number})")
        elif act == 9 and len(past.line) > 3:  # a revert of the last commit's files
            before = past.trees[past.line[-2]]
            same = [p for p in alive if p in before.files and isinstance(before.files[p], bytes)]
            for one in same:
                state = parse(before.files[one], one).data  # type: ignore[arg-type]
                if state is not None and state.get("key") == paths[one]:
                    tree.files[one] = before.files[one]
                    states[one] = plain(state)
            save(f'Revert "Un champ (#{number - 1})"')
        elif act == 10:
            tree.files[path] = choose([b"title: [\n", b"a: b: c\n", b"", b"\xff\xfe", b"key: 5\n"])
            save(f"Cassé (#{number})")
            if past.random.random() < 0.5:
                past.edit(states[path])
            tree.files[path] = past.written(states[path])
            save("Réparé")
        elif act == 11 and len(alive) > 4:
            content = tree.files.pop(path)
            save(f"Retiré (#{number})")
            if past.random.random() < 0.5:
                tree.files[path] = content
                save("Remis")
            else:
                del paths[path], states[path]
        elif act == 12:
            was = tree.files[path]
            tree.files[path] = choose(["link:../autre.yml", "module:" + "ab" * 20])
            save("Un lien")
            tree.files[path] = was
            save("Plus de lien")
        elif act == 13:
            for one in alive:
                states[one]["title"] = past.words(1, 3)
                tree.files[one] = past.written(states[one])
            save("Une migration\n\nBulk: true")
        elif act == 14:  # a copy that first keeps the other's key
            twin = f"projects/2027/copie-{number}.yml"
            tree.files[twin] = tree.files[path]
            save("Copie")
            _, data = past.born_project()
            tree.files[twin] = past.written(data)
            paths[twin], states[twin] = data["key"], data
            save(f"La copie a sa clé (#{number})")
        elif act == 15 and len(past.line) > 9:  # pushed by force: the last three commits are gone
            del past.line[-3:]
            tree = past.trees[past.line[-1]].copy()
            paths.clear()
            states.clear()
            for one, content in tree.files.items():
                state = parse(content, one).data if isinstance(content, bytes) and "projects/" in one else None
                if state is not None and isinstance(state.get("key"), str) and state["key"] not in paths.values():
                    paths[one], states[one] = str(state["key"]), plain(state)
            past.edit(states[min(states)])
            tree.files[min(states)] = past.written(states[min(states)])
            save("Après la réécriture")
        else:
            for one in past.random.sample(alive, 2):
                past.edit(states[one])
                past.edit(states[one])
                tree.files[one] = past.written(states[one])
            save(f"Deux projets, plusieurs champs (#{number})")


def plain(state: Mapping[str, Any]) -> Data:
    """Parsed data as the writer takes it."""
    return dict(copy.deepcopy(state))


# -- what git says -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """What one commit must say of one project: field by field, before and after."""

    commit: str
    key: str
    fields: frozenset[tuple[str, str, str]]


def git(target: Path, *arguments: str, given: bytes | None = None) -> bytes:
    return subprocess.run(["git", "-C", str(target), *arguments], input=given, capture_output=True, check=True).stdout


def snapshots(target: Path, folder: str) -> Iterator[tuple[str, bool, dict[str, tuple[str, bytes]]]]:
    """For each commit of the first-parent line, oldest first: hash, whether it is bulk, its project files."""
    commits = git(target, "rev-list", "--first-parent", "--reverse", "main").decode().split()
    for commit in commits:
        message = git(target, "show", "-s", "--format=%B", commit).decode()
        files = {}
        for row in git(target, "ls-tree", "-r", "-z", commit, "--", folder or ".").decode().split("\0"):
            if row:
                facts, path = row.split("\t", 1)
                path = path.removeprefix(folder)
                if path.startswith("projects/") and path.endswith(".yml"):
                    files[path] = (facts.split()[0], facts.split()[2].encode())
        yield commit, "Bulk: true" in message, files


def expected(target: Path, folder: str = "") -> list[Expected]:
    """What the timelines must say, from whole trees alone, oldest first."""
    contents: dict[bytes, Data | None] = {}
    told: list[Expected] = []
    homes: dict[str, str] = {}
    last: dict[str, Data] = {}
    for commit, bulk, files in snapshots(target, folder):
        blobs = [blob for mode, blob in files.values() if mode == "100644" and blob not in contents]
        contents |= {blob: parse(git(target, "cat-file", "blob", blob.decode()), "projects/a/b.yml").data for blob in blobs}
        readable: dict[str, Data] = {}
        for path, (mode, blob) in files.items():
            data = contents.get(blob) if mode == "100644" else None
            if data is not None and isinstance(data.get("key"), str):
                readable[path] = data
        for key in sorted(set(homes) | {str(data["key"]) for data in readable.values()}):
            home = homes.get(key)
            mine = sorted(path for path, data in readable.items() if data["key"] == key)
            if home in mine:
                chosen = home
            elif home in files and home not in readable:
                continue
            else:
                chosen = mine[0] if mine else None
            before = flat(last.get(key, {}))
            after = flat(readable[chosen]) if chosen else {}
            if chosen:
                homes[key] = chosen
                last[key] = readable[chosen]
            else:
                homes.pop(key)
                last.pop(key)
            fields = frozenset(
                (name, repr(before.get(name)), repr(after.get(name)))
                for name in before.keys() | after.keys()
                if said(name, before.get(name)) != said(name, after.get(name))
            )
            if fields and not (bulk and before and after):
                told.append(Expected(commit, key, fields))
    return told


def said(name: str, value: Any) -> Any:
    """A value as it is compared: the line ends that close a text say nothing."""
    return value.rstrip() if isinstance(value, str) else value


def flat(data: Any, path: str = "", place: str = "") -> dict[str, Any]:
    """The fields of a document by path; list items by the fields that identify them."""
    if isinstance(data, dict) and not (path.split(".")[-1] in TEXTS):
        found: dict[str, Any] = {}
        for name, value in data.items():
            if not path and name in ("key", "schema_version"):
                continue
            found |= flat(value, f"{path}.{name}" if path else name, f"{place}.{name}" if place else name)
        return found
    if isinstance(data, list):
        found = {}
        for item in data:
            key = ",".join(str(item[k]) for k in KEYS[place]) if isinstance(item, dict) else str(item)
            written = key.replace("~", "~0").replace("[", "~1").replace("]", "~2")
            found |= flat(item, f"{path}[{written}]", place)
        return found
    return {path: data}
