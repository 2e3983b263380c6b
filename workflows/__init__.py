"""The regulations as durable workflows, readable from top to bottom."""
