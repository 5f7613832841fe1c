"""Pictures of every message, form and Home state, for docs/pictures.md: `make pictures` takes them.

- A scene acts as people do, in a local workspace with a running bot, and says what is worth a picture.
- `make pictures` plays all scenes with a Chromium that looks on; tests/test_pictures.py plays them without one and
  compares what is shown, word for word, with what was shown when the pictures were taken.
- So no picture grows stale, and nothing new goes without one (`wanted.py`).
"""
