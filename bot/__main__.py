"""``python -m bot`` is ``newsdrop``."""

import sys

from bot.cli import main

sys.exit(main())
