"""A random life of a city: every act that a repository of many hands knows, chosen by a seed."""

from __future__ import annotations

import copy
from collections.abc import Callable

from past_writer import Data, Past, Tree

from aubette.load.yaml_text import parse

BROKEN = (b"title: [\n", b"a: b: c\n", b"", b"\xff\xfe", b"key: 5\n")


def live(past: Past, commits: int) -> None:
    """Give a city a life of about so many commits."""
    life = Life(past)
    for _ in range(6):
        life.add()
    life.save("Premières idées (#1)")
    while len(past.trees) < commits:
        life.act()


class Life:
    """The state of a city while it is made up: its files, and what the projects among them say."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.random = past.random
        self.tree = Tree({"site_config/city.yml": b"name: x\n"})
        self.states: dict[str, Data] = {}
        self.number = 1

    def act(self) -> None:
        """One thing that happens."""
        self.number += 1
        acts: list[Callable[[str], None]] = [
            *(self.one_field, self.one_field, self.one_field, self.new, self.merge, self.rename, self.rename_and_edit),
            *(
                self.reformat,
                self.revert,
                self.broken,
                self.remove,
                self.link,
                self.bulk,
                self.copy,
                self.force,
                self.two,
                self.swap,
                self.name_taken,
                self.out_and_in,
                self.octopus,
            ),
        ]
        self.random.choice(acts)(self.random.choice(sorted(self.states)))

    def save(self, message: str, *others: int) -> None:
        parents = [self.past.line[-1]] if self.past.line else []
        self.past.line.append(self.past.commit(self.tree.copy(), message, [*parents, *others]))

    def add(self) -> None:
        path, data = self.past.born_project()
        self.states[path] = data
        self.write(path)

    def write(self, path: str) -> None:
        self.tree.files[path] = self.past.written(self.states[path])

    def edit(self, path: str) -> None:
        self.past.edit(self.states[path])
        self.write(path)

    def one_field(self, path: str) -> None:
        self.edit(path)
        self.save(f"Un champ (#{self.number})")

    def new(self, path: str) -> None:
        self.add()
        self.save(f"Une idée (#{self.number})")

    def merge(self, path: str) -> None:
        """A branch of several commits, merged; sometimes the merge says more than the branch."""
        side = self.past.line[-1]
        for _ in range(self.random.randint(1, 3)):
            self.edit(path)
            side = self.past.commit(self.tree.copy(), "travail (#99999)", [side], "side")
        if self.random.random() < 0.3:
            self.edit(path)
        github = f"Merge pull request #{self.number} from ville/branche"
        gitlab = f"Merge branch 'x' into 'main'\n\nUn titre\n\nSee merge request ville/bp!{self.number}"
        self.save(self.random.choice([github, gitlab]), side)

    def rename(self, path: str) -> None:
        data, content = self.states.pop(path), self.tree.files.pop(path)
        folder = self.random.choice(["2027", "2028", "édition"])
        new = f"projects/{folder}/{self.past.slug()}-{self.number}-{data['key']}.yml"
        self.states[new], self.tree.files[new] = data, content
        self.save(f"Déplacé (#{self.number})")

    def rename_and_edit(self, path: str) -> None:
        data = self.states.pop(path)
        del self.tree.files[path]
        new = f"projects/2028/{self.past.slug()}-{self.number}-{data['key']}.yml"
        self.states[new] = data
        self.edit(new)
        self.save(f"Déplacé et changé (#{self.number})")

    def reformat(self, path: str) -> None:
        for one, data in self.states.items():
            self.tree.files[one] = self.past.written(data, odd=True)
        self.save(f"Mise en forme (#{self.number})")

    def revert(self, path: str) -> None:
        """The files of the last commit as they were before it."""
        if len(self.past.line) < 3:
            return
        before = self.past.trees[self.past.line[-2]]
        for one in self.states:
            content = before.files.get(one)
            state = parse(content, one).data if isinstance(content, bytes) else None
            if content is not None and state is not None and state.get("key") == self.states[one]["key"]:
                self.tree.files[one], self.states[one] = content, dict(copy.deepcopy(state))
        self.save(f'Revert "Un champ (#{self.number - 1})"')

    def broken(self, path: str) -> None:
        self.tree.files[path] = self.random.choice(BROKEN)
        self.save(f"Cassé (#{self.number})")
        if self.random.random() < 0.5:
            self.past.edit(self.states[path])
        self.write(path)
        self.save("Réparé")

    def remove(self, path: str) -> None:
        if len(self.states) < 5:
            return
        content, data = self.tree.files.pop(path), self.states.pop(path)
        self.save(f"Retiré (#{self.number})")
        if self.random.random() < 0.5:
            self.tree.files[path], self.states[path] = content, data
            self.save("Remis")

    def link(self, path: str) -> None:
        was = self.tree.files[path]
        self.tree.files[path] = self.random.choice(["link:../autre.yml", "module:" + "ab" * 20])
        self.save("Un lien")
        self.tree.files[path] = was
        self.save("Plus de lien")

    def bulk(self, path: str) -> None:
        for one in self.states:
            self.states[one]["title"] = self.past.words(1, 3)
            self.write(one)
        self.save("Une migration\n\nBulk: true")

    def copy(self, path: str) -> None:
        """A copy that keeps the other's key at first."""
        twin = f"projects/2027/copie-{self.number}.yml"
        self.tree.files[twin] = self.tree.files[path]
        self.save("Copie")
        self.states[twin] = self.past.born_project()[1]
        self.write(twin)
        self.save(f"La copie a sa clé (#{self.number})")

    def force(self, path: str) -> None:
        """The last three commits are pushed away by force."""
        if len(self.past.line) < 10:
            return
        del self.past.line[-3:]
        self.tree = self.past.trees[self.past.line[-1]].copy()
        self.states = {}
        for one, content in self.tree.files.items():
            data = parse(content, one).data if isinstance(content, bytes) and one.startswith("projects/") else None
            known = {state["key"] for state in self.states.values()}
            if data is not None and isinstance(data.get("key"), str) and data["key"] not in known:
                self.states[one] = dict(copy.deepcopy(data))
        self.edit(min(self.states))
        self.save("Après la réécriture")

    def two(self, path: str) -> None:
        for one in self.random.sample(sorted(self.states), 2):
            self.past.edit(self.states[one])
            self.edit(one)
        self.save(f"Deux projets, plusieurs champs (#{self.number})")

    def swap(self, path: str) -> None:
        """Two projects change places, and one of them changes as it goes."""
        other = self.random.choice(sorted(self.states.keys() - {path}))
        files, states = self.tree.files, self.states
        files[path], files[other] = files[other], files[path]
        states[path], states[other] = states[other], states[path]
        if self.random.random() < 0.5:
            self.edit(path)
        self.save(f"Échangés (#{self.number})")

    def name_taken(self, path: str) -> None:
        """A project moves, and a new one takes the name of its file."""
        data = self.states.pop(path)
        new = f"projects/2028/{self.past.slug()}-{self.number}-{data['key']}.yml"
        self.states[new], self.tree.files[new] = data, self.tree.files[path]
        self.states[path] = self.past.born_project()[1]
        self.write(path)
        self.save(f"Le nom est repris (#{self.number})")

    def out_and_in(self, path: str) -> None:
        """A file leaves the projects' folder and comes back elsewhere, changed."""
        data, content = self.states.pop(path), self.tree.files.pop(path)
        self.tree.files[f"archive/{self.number}.yml"] = content
        self.save(f"Archivé (#{self.number})")
        del self.tree.files[f"archive/{self.number}.yml"]
        self.states[path] = data
        self.edit(path)
        self.save("Ressorti")

    def octopus(self, path: str) -> None:
        """Three branches merged at once."""
        base, sides = self.past.line[-1], []
        for one in self.random.sample(sorted(self.states), 3):
            self.edit(one)
            sides.append(self.past.commit(self.tree.copy(), "travail (#99999)", [base], "side"))
        self.save(f"Merge pull request #{self.number} from ville/trois", *sides)
