"""Posting: the outbox's deliveries to Discord, each once."""
