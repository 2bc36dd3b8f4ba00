"""Run one contender in this process and say, as one line of JSON, what it took.

    python -m bench.contender MODULE:FUNCTION '{"an": "argument"}'

The function gives `seconds` (a list), `answer` (to be compared), and what else it wants told.
"""

import json
import sys
from importlib import import_module

from bench.measure import peak_mib

MARK = "contender: "


def main() -> None:
    """Call the function that is named and print what it gives, with the memory that this process held."""
    module, _, function = sys.argv[1].partition(":")
    found = getattr(import_module(module), function)(**json.loads(sys.argv[2]))
    found.setdefault("peak_mib", peak_mib())
    print(MARK + json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
