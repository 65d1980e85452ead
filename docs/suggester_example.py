"""Suggest the names in a list: sidelight open STORY --suggest "command:python THIS names.txt".

Each line that comes in asks about one article, each line that goes out answers it.
"""

import json
import re
import sys
from pathlib import Path


def main() -> None:
    names = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")
    names = sorted((re.escape(name.strip()) for name in names if name.strip()), key=len)
    pattern = re.compile(rf"\b(?:{'|'.join(reversed(names))})\b") if names else None
    for line in sys.stdin:
        asked = json.loads(line)  # id, text, labels: those of the story
        found = pattern.finditer(asked["text"]) if pattern else ()
        spans = [
            {"start": name.start(), "end": name.end(), "label": asked["labels"][0],
             "score": 0.9, "reason": f"it is in {sys.argv[1]}"}
            for name in found
        ]  # fmt: skip
        print(json.dumps({"id": asked["id"], "spans": spans}), flush=True)


if __name__ == "__main__":
    main()
