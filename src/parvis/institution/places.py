"""Where each value of a TOML text stands, so that a problem can be shown with its line.

`tomllib` gives values without places. This reads the same text a second time, for places alone, once
`tomllib` has found it correct: hence it may trust the syntax.
"""

Place = tuple[str | int, ...]

_BLANK, _WHITE = " \t\r", " \t\r\n"
_ESCAPES_LENGTH = 2


def places(text: str) -> dict[Place, int]:
    """The line, from 1, of each table, key, array item and inline value. `text` is correct TOML."""
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Place, int] = {(): 1}
        self.last_index: dict[Place, int] = {}  # of each array of tables, the index of its newest table

    def document(self) -> dict[Place, int]:
        table: Place = ()
        while self._skip(_WHITE):
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _header(self) -> Place:
        is_array = self.text.startswith("[[", self.at)
        line = self._line()
        self.at += 2 if is_array else 1
        names = self._key()
        self.at += 2 if is_array else 1
        place: Place = ()
        for name in names[:-1]:
            place = (*place, name)
            if place in self.last_index:  # [rule.when] speaks of the newest [[rule]]
                place = (*place, self.last_index[place])
        place = (*place, names[-1])
        if is_array:
            self.found.setdefault(place, line)
            self.last_index[place] = self.last_index.get(place, -1) + 1
            place = (*place, self.last_index[place])
        self.found[place] = line
        return place

    def _pair(self, table: Place) -> None:
        line = self._line()
        place = table
        for name in self._key():
            place = (*place, name)
            self.found.setdefault(place, line)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(place)

    def _key(self) -> list[str]:
        names = []
        while True:
            self._skip(_BLANK)
            if self._next() in "\"'":
                names.append(self._string())
            else:
                start = self.at
                while self._next() not in ".=] \t":
                    self.at += 1
                names.append(self.text[start : self.at])
            self._skip(_BLANK)
            if self._next() != ".":
                return names
            self.at += 1

    def _value(self, place: Place) -> None:
        self.found.setdefault(place, self._line())
        first = self._next()
        if first in "\"'":
            self._string()
        elif first == "[":
            self._items(place, "]")
        elif first == "{":
            self._items(place, "}")
        else:
            while self._next() not in ",]}#\n" and self.at < len(self.text):
                self.at += 1

    def _items(self, place: Place, end: str) -> None:
        """The items of an array, or the pairs of an inline table."""
        self.at += 1
        index = 0
        while self._skip(_WHITE + ",") and self._next() != end:
            if end == "]":
                self._value((*place, index))
            else:
                self._pair(place)
            index += 1
        self.at += 1

    def _string(self) -> str:
        quote = self._next()
        marks = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(marks)
        start = self.at
        while not self.text.startswith(marks, self.at):
            self.at += _ESCAPES_LENGTH if quote == '"' and self._next() == "\\" else 1
        content = self.text[start : self.at]
        # Up to two quotes may stand just before the closing three.
        while len(marks) > 1 and self.text.startswith(marks, self.at + 1):
            self.at += 1
        self.at += len(marks)
        return content

    def _skip(self, characters: str) -> bool:
        """Pass blanks and, where lines may end, comments. False at the end of the text."""
        while self.at < len(self.text):
            if self.text[self.at] == "#" and "\n" in characters:
                self.at = self.text.find("\n", self.at) % (len(self.text) + 1)
            elif self.text[self.at] in characters:
                self.at += 1
            else:
                return True
        return False

    def _next(self) -> str:
        return self.text[self.at : self.at + 1] or "\n"

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
