"""The first line of every portfolio: its name, account, product table, rulebook, hedge layers and first inputs."""

from dataclasses import dataclass

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, added, change_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Account, Input, Layer, Portfolio, Rule


@dataclass(frozen=True, slots=True)
class FoundPortfolio:
    portfolio: Portfolio
    account: Account
    products: tuple[Product, ...]
    rules: tuple[Rule, ...]
    layers: tuple[Layer, ...]
    inputs: tuple[Input, ...] = ()

    def apply(self, book: Book) -> Change | Problem:
        if book.portfolio:
            return Problem("portfolio", f"this file already holds the portfolio {book.name!r}")
        for where, name in (("name", self.portfolio.name), ("account", self.account.name)):
            if not name.strip() or not name.isprintable():
                return Problem(where, "say a name of printable characters")
        rows = [added("portfolio", self.portfolio), added("accounts", self.account)]
        rows += [added("products", product) for product in sorted(self.products, key=lambda p: p.root)]
        rows += [added("rules", rule) for rule in sorted(self.rules, key=lambda r: r.id)]
        rows += [added("layers", layer) for layer in self.layers]
        rows += [added("inputs", row) for row in self.inputs]
        return change_of(book, rows, f"New portfolio {self.portfolio.name}")
