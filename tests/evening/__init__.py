"""Evenings in a Discord server and in a Telegram group, played against the fakes and printed as people see them.
Run `python -m tests.evening.telegram` or `python -m tests.evening.discord`; read the transcript as one who was there.
"""
