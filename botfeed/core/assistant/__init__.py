"""The assistant: answers by a language model.
Importing `botfeed.core.assistant.answer` registers the job `ask`.
"""
