"""Rules of Telegram that its description does not state, and its markup."""
