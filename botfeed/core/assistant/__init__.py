"""A model that talks. Import `botfeed.core.assistant.answer` where a house has one: it registers the job `ask`."""
