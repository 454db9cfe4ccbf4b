"""The process apart: a file comes in, a clean one goes out. It holds no key, writes no file, and is not given long."""

import resource
import sys

from parvis.cleaning import LONGEST, Unfit
from parvis.cleaning.content import clean

SECONDS = 15  # of the processor
MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Media type, a line break and the content on the output; or the code of a refusal, and status 3."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        cleaned = clean(sys.stdin.buffer.read(LONGEST + 1))
    except Unfit as unfit:
        sys.stdout.write(unfit.code)
        sys.exit(3)
    except (MemoryError, RecursionError):
        sys.stdout.write("document_unreadable")
        sys.exit(3)
    sys.stdout.buffer.write(cleaned.media_type.encode() + b"\n" + cleaned.content)


if __name__ == "__main__":
    main()
